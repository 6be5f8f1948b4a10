"""Reminders that a person makes for herself: her words, her date, no organization."""
