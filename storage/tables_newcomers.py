"""The tables of newcomers and introductions."""
