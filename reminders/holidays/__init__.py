"""Holidays: days on which messages ring later."""
