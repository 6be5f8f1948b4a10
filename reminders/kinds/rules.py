"""The rule of a date in a sentence, made from its `basis`, for a kind whose organization wrote none."""

import datetime as dt
import re

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

_CALENDAR = re.compile(r"calendar:(\d\d-\d\d(?:,\d\d-\d\d)*)")
_AGES = re.compile(r"birth_date:(\d+(?:,\d+)*)(?:\+(\d+))?")
_DELAY = re.compile(r"event:[a-z_]+([+-])(\d+)([dmy])")
_LEAP = 2000
"""A year that has every day."""


def rule_of(basis: str) -> str:
    """«Chaque année, le 30 avril»: never empty, without a full stop."""
    if found := _CALENDAR.fullmatch(basis):
        return gettext("Chaque année, le %(days)s") % {"days": _listed([_day(day) for day in found[1].split(",")])}
    if found := _AGES.fullmatch(basis):
        ages = gettext("À l’anniversaire de %(ages)s ans") % {"ages": _listed(found[1].split(","))}
        return ages + (_then_every(int(found[2])) if found[2] else "")
    if found := _DELAY.fullmatch(basis):
        delay = _delay(int(found[2]), found[3])
        sentence = gettext("%(delay)s avant l’événement") if found[1] == "-" else gettext("%(delay)s après l’événement")
        return sentence % {"delay": delay}
    known = {
        "birth_date": gettext("Chaque année, le jour de l’anniversaire"),
        "calendar:month_end": gettext("Le dernier jour de chaque mois"),
        "date_on_document": gettext("À la date inscrite sur le document"),
        "date_on_notice": gettext("À la date inscrite sur l’avis reçu"),
        "appointment": gettext("Le jour du rendez-vous"),
    }
    if basis.startswith("event:"):
        return gettext("Le jour de l’événement")
    return known.get(basis, gettext("À une date que vous indiquez"))


def _listed(words: list[str]) -> str:
    """«1er mars, 1er juin et 1er octobre»."""
    if len(words) == 1:
        return words[0]
    return gettext("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _day(code: str) -> str:
    month, number = (int(part) for part in code.split("-"))
    day = dt.date(_LEAP, month, number)
    return gettext("1er %(month)s") % {"month": date_format(day, "F")} if number == 1 else date_format(day, "j F")


def _then_every(years: int) -> str:
    return ngettext(", puis chaque année", ", puis tous les %(count)s ans", years) % {"count": years}


def _delay(count: int, unit: str) -> str:
    if unit == "m":
        return gettext("%(count)s mois") % {"count": count}
    if unit == "y":
        return ngettext("%(count)s an", "%(count)s ans", count) % {"count": count}
    return ngettext("%(count)s jour", "%(count)s jours", count) % {"count": count}
