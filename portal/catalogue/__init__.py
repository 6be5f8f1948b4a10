"""The public catalogue's index: one line per program, kind of deadline or question, whatever app it comes from."""
