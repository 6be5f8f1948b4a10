"""Durations as people say them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")
"""As the Office québécois de la langue française shortens them; Django's own («jan.», «juil.») are not Québec's."""

_DAYS_FROM = 48
"""Hours from which days are clearer."""


def wait_words(hours: float | str | None) -> str:
    """«moins d’une heure», «7 heures», «4 jours»; a dash when nothing may be told."""
    if hours is None or isinstance(hours, str):  # a report of before delays were measured says nothing of them
        return "—"
    if hours < 1:
        return _("moins d’une heure")
    if hours < _DAYS_FROM:
        count = round(hours)
        return ngettext("%(count)s heure", "%(count)s heures", count) % {"count": count}
    count = round(hours / 24)
    return ngettext("%(count)s jour", "%(count)s jours", count) % {"count": number_format(count)}
