"""The running program: Telegram in, Telegram out, and the clock."""
