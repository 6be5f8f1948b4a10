"""The rule of the date as people choose it, and as `basis` codes it (see `reminders/kinds/dates.py`). Pure."""

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
RULES = [
    ("birth_date", _("Chaque année, le jour de l’anniversaire")),
    ("ages", _("À l’anniversaire d’un certain âge")),
    ("calendar", _("À des dates fixes de l’année")),
    ("calendar:month_end", _("Le dernier jour de chaque mois")),
    ("date_on_document", _("À la date inscrite sur un document")),
    ("date_on_notice", _("À la date inscrite sur un avis reçu")),
    ("appointment", _("Le jour d’un rendez-vous")),
    ("event", _("Un délai après, ou avant, un événement")),
    ("asked", _("À une date que la personne indique")),
]
UNITS = [("d", _("jours")), ("m", _("mois")), ("y", _("ans"))]
SIDES = [("+", _("après")), ("-", _("avant"))]

_AGES = re.compile(r"birth_date:(\d+(?:,\d+)*)(?:\+(\d+))?")
_EVENT = re.compile(r"event:([a-z_]+)(?:([+-])(\d+)([dmy]))?")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class NotADay(ValueError):
    """A line that is not a day of the year; its text says which."""


def taken_apart(basis: str) -> dict[str, Any]:
    """Values of the form's fields. A code that no choice makes is kept as its own choice."""
    known = {code for code, _label in RULES}
    if basis in known:
        return {"date_rule": basis}
    if found := _AGES.fullmatch(basis):
        return {"date_rule": "ages", "ages": found[1].replace(",", ", "), "every_years": found[2]}
    if re.fullmatch(r"calendar:\d\d-\d\d(,\d\d-\d\d)*", basis):
        return {"date_rule": "calendar", "calendar_days": days_told(basis.removeprefix("calendar:").split(","))}
    if found := _EVENT.fullmatch(basis):
        parts = {"date_rule": "event", "event": found[1]}
        return parts | ({"side": found[2], "delay": found[3], "unit": found[4]} if found[2] else {})
    return {"date_rule": basis}


def put_together(data: dict[str, Any]) -> str:
    """The code; "" when a part is missing, which the linter says. Raises NotADay."""
    rule = data.get("date_rule") or ""
    if rule == "ages":
        ages = ",".join(re.findall(r"\d+", data.get("ages") or ""))
        every = f"+{data['every_years']}" if data.get("every_years") else ""
        return f"birth_date:{ages}{every}" if ages else ""
    if rule == "calendar":
        days = days_read(data.get("calendar_days") or "")
        return f"calendar:{','.join(days)}" if days else ""
    if rule == "event":
        if not (event := data.get("event")):
            return ""
        delay = data.get("delay")
        return f"event:{event}{data.get('side') or '+'}{delay}{data.get('unit') or 'd'}" if delay else f"event:{event}"
    return rule


def days_told(days: list[str]) -> str:
    """["04-30"] → «30 avril», one a line."""
    pairs = (day.split("-") for day in days)
    return "\n".join(f"{'1er' if day == '01' else int(day)} {MONTHS[int(month) - 1]}" for month, day in pairs)


def days_read(text: str) -> list[str]:
    """«30 avril», «1er déc.», «04-30»: one a line or between commas → ["04-30"]. Raises NotADay."""
    return [_day(line.strip()) for line in re.split(r"[\n,;]+", text) if line.strip()]


def _day(line: str) -> str:
    if found := re.fullmatch(r"(\d\d)-(\d\d)", line):
        month, day = int(found[1]), int(found[2])
    elif found := re.fullmatch(r"(?:le\s+)?(\d{1,2})(?:er)?\s+([^\W\d]{3,})\.?", line.lower()):
        day = int(found[1])
        month = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(found[2]) or _plain(name, found[2])), 0)
    else:
        month = day = 0
    if not (1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1]):
        raise NotADay(gettext("«\u00a0%(line)s\u00a0» n’est pas un jour de l’année.") % {"line": line[:40]})
    return f"{month:02}-{day:02}"


def _plain(name: str, text: str) -> bool:
    """«fevrier», «aout», «dec» written without accents."""
    return name.translate(str.maketrans("éû", "eu")).startswith(text.translate(str.maketrans("éû", "eu")))
