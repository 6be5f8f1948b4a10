"""Findings that a person chose to show an organization's team: only those, only until the day they said."""
