"""Calendars: one's deadlines in one's own calendar, by a secret address or one by one (RFC 5545)."""
