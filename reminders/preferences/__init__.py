"""Preferences: what each person accepts to receive, by which channel, in the exact words of the ledger."""
