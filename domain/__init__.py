"""What is true: the rules of the circle. No Telegram, no SQL, no clock; `now` is an argument."""
