"""Versions of a program: drafts that its organization edits, tries on examples and publishes, now or from a day on."""
