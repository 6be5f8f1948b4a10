"""Deadlines: one person's due date, open, done or cancelled."""
