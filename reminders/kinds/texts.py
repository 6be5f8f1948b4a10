"""A step's text with its places filled, the same on the pages and in the messages."""

import datetime as dt

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from reminders.kinds.models import ReminderStep


def date_in_words(day: dt.date) -> str:
    """«1er décembre 2026», in the language in force."""
    if translation.get_language().startswith("fr") and day.day == 1:
        return f"1er {date_format(day, 'F Y')}"
    return date_format(day, "j F Y")


def step_text(step: ReminderStep, due_on: dt.date) -> str:
    """The organization's text, with its two places filled; other braces stay as they are."""
    where = gettext("dans votre espace Relais")
    return step.text_fr.replace("{date}", date_in_words(due_on)).replace("{where}", where)
