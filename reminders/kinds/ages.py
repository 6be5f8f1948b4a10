"""How long ago a date was, in the text of a step that is read later than its day: on paper, on the telephone. Pure."""

import datetime as dt
import re

_SINCE = re.compile(r"depuis (?P<number>\d{1,3})[ \u00a0](?P<unit>jours?|semaines?|mois)\b")
_AGO = re.compile(r"(?P<number>\d{1,3})[ \u00a0](?P<unit>days?|weeks?|months?) ago\b")
_DAYS = {"jour": 1, "semaine": 7, "mois": 30, "day": 1, "week": 7, "month": 30}


def aged(text: str, *, offset_days: int, due_on: dt.date, on: dt.date) -> str:
    """The text of a step as it is true on that day: «passée depuis 7 jours» was written for the day of the step.

    Only a duration that is the step's own is counted again; in weeks or months, whole ones."""
    age = (on - due_on).days
    if age <= offset_days:
        return text

    def again(found: re.Match[str]) -> str:
        number, unit = int(found["number"]), found["unit"]
        days = _DAYS[unit if unit == "mois" else unit.removesuffix("s")]
        if abs(number * days - offset_days) >= max(days // 2, 1):
            return found[0]
        now = max(age // days, number)
        named = unit if unit == "mois" else unit.removesuffix("s") + ("s" if now > 1 else "")
        return found[0].replace(found["number"], str(now), 1).replace(unit, named, 1)

    return _AGO.sub(again, _SINCE.sub(again, text))
