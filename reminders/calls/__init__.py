"""Calls: reminders told by a person on the telephone; the list, the script, the outcome, the next try."""
