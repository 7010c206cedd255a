"""What is remembered: tables, migrations and repositories on one SQLite file."""
