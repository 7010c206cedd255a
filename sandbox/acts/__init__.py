"""What people do in the app, by topic; `table.py` lists it."""
