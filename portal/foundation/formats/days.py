"""A day in words, for texts that are not templates (those have the `day` filter)."""

import datetime as dt

from django.utils import translation
from django.utils.formats import date_format


def day_words(day: dt.date) -> str:
    """«1er décembre 2026» in French; as the language in force wants it otherwise."""
    if day.day == 1 and (translation.get_language() or "").startswith("fr"):
        return f"1er {date_format(day, 'F Y')}"
    return date_format(day, "j F Y")
