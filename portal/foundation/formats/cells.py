"""Read what a person typed or another system wrote: a text, a day, an hour. Pure.

The same for a file, the API and the pages. Python's own readers (`fromisoformat`, `isprintable`) accept forms that
nobody meant («14.5» is 14:00:00.5), and refuse the no-break spaces that every French spreadsheet writes.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

_NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u180e\u00ad"))
_LOST = "\ufffd"
"""What a decoder writes for bytes that its alphabet does not have."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# What databases write after a day that has no hour.
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0{1,6})?)?")
_SERIAL = re.compile(r"[0-9]{5}([.,][0-9]+)?")
_OTHER_ORDER = re.compile(r"[0-9]{1,2}[/. -][0-9]{1,2}[/. -][0-9]{2,4}")

_HOUR = re.compile(r"([0-9]{2}):([0-9]{2})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00(?:\.0{1,6})?)?")
_HOURS = re.compile(r"([0-9]{1,2}) ?h(?:eures?|rs?)?\.?(?: ?([0-9]{2})(?: ?min\.?)?)?", re.IGNORECASE)
_HALF_DAY = re.compile(r"([0-9]{1,2})(?::([0-9]{2})(?::00)?)? ?([ap])\.? ?m\.?", re.IGNORECASE)
_WITH_ZONE = re.compile(r".*[0-9] ?(z|utc|gmt|[+-][0-9]{1,2}(:?[0-9]{2})?)", re.IGNORECASE)
_FRACTION = re.compile(r"[0-9]*[.,][0-9]+")


@dataclass(frozen=True)
class Problem:
    """One thing to correct in a row: the column's name, and what to do."""

    column: str
    words: str


class Unfit(ValueError):
    """What was written cannot be read; the message says what to do."""


def spaced(text: str) -> str:
    """Return the text with every kind of space as one, and none at its ends; signs without width are taken out."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_NO_WIDTH).split())


def text_of(value: Any) -> str:
    """Return what a cell says as a text; empty for an empty cell. A whole number has no decimals.

    Raises Unfit for signs that nobody sees or that the file's alphabet lost.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = spaced("" if value is None else str(value))
    if _LOST in text:
        raise Unfit(_("Un signe de cette case est illisible\u00a0: enregistrez le fichier en CSV UTF-8 ou en XLSX."))
    if not text.isprintable():
        raise Unfit(_("Cette case contient un caractère invisible\u00a0: retapez-la."))
    return text


def strict_day(text: str) -> dt.date:
    """Return the day written year-month-day, with its hyphens and nothing else. Raises ValueError."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError
    return dt.date(*map(int, match.groups()))


def strict_hour(text: str) -> dt.time:
    """Return the hour that a program wrote: two figures, a colon, two figures. Raises ValueError."""
    match = _HOUR.fullmatch(text)
    if match is None:
        raise ValueError
    hour, minute = map(int, match.groups())
    return dt.time(hour, minute)


def day_of(value: Any) -> dt.date:
    """Return the day of a cell: a date, or year-month-day. Raises Unfit."""
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            raise Unfit(
                _("Cette date porte aussi une heure\u00a0: écrivez l’heure dans la colonne «\u00a0heure\u00a0».")
            )
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = text_of(value)
    try:
        return strict_day(_MIDNIGHT.sub("", text) if len(text) > len("2027-03-31") else text)
    except ValueError:
        raise Unfit(_day_words(text)) from None


def _day_words(text: str) -> str:
    if _SERIAL.fullmatch(text):
        return _("Le tableur a écrit cette date comme un nombre\u00a0: mettez la colonne au format Date (2027-03-31).")
    if _DAY.fullmatch(text):
        return _("Ce jour n’existe pas au calendrier\u00a0: vérifiez le mois et le jour.")
    if _OTHER_ORDER.fullmatch(text):
        if any(int(part) > 12 for part in re.findall(r"\d+", text)[:2]):  # no month: the order is plain
            return _("Écrivez l’année d’abord\u00a0: année-mois-jour, par exemple 2027-03-31.")
        return _("Le jour et le mois se confondent\u00a0: écrivez année-mois-jour, par exemple 2027-03-31.")
    return _("Écrivez la date ainsi\u00a0: année-mois-jour, par exemple 2027-03-31.")


def hour_of(value: Any) -> dt.time:
    """Return the hour of a cell, as people write it: 9:30, 14 h 30, 2:30 PM. Never with a zone. Raises Unfit."""
    if isinstance(value, dt.time):
        if value.tzinfo is not None:
            raise Unfit(_zone_words())
        if value.second or value.microsecond:
            raise Unfit(_("Écrivez l’heure et les minutes seulement\u00a0: 14:30."))
        return value
    text = "" if isinstance(value, dt.date) else text_of(value)
    hour, minute = _read_hour(text)
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise Unfit(_("Cette heure n’existe pas\u00a0: écrivez de 0:00 à 23:59.")) from None


def _read_hour(text: str) -> tuple[int, int]:
    """The hour and minute written; raises Unfit with what to write instead."""
    if match := _CLOCK.fullmatch(text) or _HOURS.fullmatch(text):
        return int(match[1]), int(match[2] or 0)
    if (match := _HALF_DAY.fullmatch(text)) and 1 <= int(match[1]) <= 12:
        return int(match[1]) % 12 + (12 if match[3] in "pP" else 0), int(match[2] or 0)
    if _WITH_ZONE.fullmatch(text):
        raise Unfit(_zone_words())
    if _FRACTION.fullmatch(text):
        raise Unfit(
            _("Le tableur a écrit cette heure comme un nombre\u00a0: mettez la colonne au format Heure (14:30).")
        )
    raise Unfit(_("Écrivez l’heure ainsi\u00a0: 14:30 ou 14\u00a0h\u00a030 (ou laissez vide)."))


def _zone_words() -> str:
    return _("Écrivez l’heure du lieu du rendez-vous, sans fuseau\u00a0: 14:30. Le fuseau a sa colonne.")
