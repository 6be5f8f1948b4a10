"""Versions of a kind: drafts that an organization edits, reviews and publishes; publishing writes the rows in force."""
