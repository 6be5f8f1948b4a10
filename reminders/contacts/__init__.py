"""Contacts: where and when one person can be reached; a change of zone re-plans their reminders."""
