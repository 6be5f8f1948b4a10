"""Desk: what an agent does on the telephone or at the counter for a person who has no account, or no Internet."""
