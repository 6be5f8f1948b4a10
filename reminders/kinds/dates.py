"""Pure rules: the due date that a kind's `basis` gives, from the calendar, a birth date or an event.

`basis` is one of `birth_date`, `birth_date:65`, `birth_date:75,80+2` (at these ages, then every two years),
`calendar:MM-DD[,MM-DD…]`, `calendar:month_end`, `event:X`, `event:X+30d` (days, months or years), or a word for a date
that only the person knows (`appointment`, `date_on_document`…).
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator

_CALENDAR = re.compile(r"calendar:(\d\d-\d\d(?:,\d\d-\d\d)*)")
_AGES = re.compile(r"birth_date:(\d+(?:,\d+)*)(?:\+(\d+))?")
_EVENT = re.compile(r"event:([a-z_]+)(?:([+-])(\d+)([dmy]))?")
_OLDEST = 130
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)
"""Between which days people may type one: what runs from it must stay in the calendar."""


def next_due(basis: str, today: dt.date, birth_date: dt.date | None) -> dt.date | None:
    """The first due date on or after `today`; None when the rule needs a date that only the person knows."""
    years = range(today.year, today.year + (_OLDEST if _AGES.fullmatch(basis) else 2))
    return next((day for year in years for day in sorted(_days(basis, year, birth_date)) if day >= today), None)


def following(basis: str, due_on: dt.date, today: dt.date, birth_date: dt.date | None) -> dt.date | None:
    """The occurrence after that of `due_on`, never before `today`; None when the rule does not come back.

    A date that the person moved stands for the occurrence nearest to it: moving a payment ten days earlier does not
    make it come twice. Without a birth date, the date that the person gave is the birthday."""
    if basis == "birth_date" and birth_date is None:
        birth_date = due_on
    known = [day for year in range(due_on.year - 1, due_on.year + 2) for day in _days(basis, year, birth_date)]
    if not known:
        return None
    mine = min(known, key=lambda day: (abs(day - due_on), day))
    return next_due(basis, max(mine + dt.timedelta(days=1), today), birth_date)


def can_be_followed(basis: str) -> bool:
    """Whether the rule gives a date, or asks for one, from any day that may be typed."""
    try:
        for day in (EARLIEST, LATEST):
            next_due(basis, day, EARLIEST)
            if event_of(basis):
                after_event(basis, day)
    except (ValueError, OverflowError, ZeroDivisionError):
        return False
    return True


def comes_back(basis: str) -> bool:
    """Whether occurrences follow one another without asking the person again."""
    ages = _AGES.fullmatch(basis)
    return bool(basis in {"birth_date", "calendar:month_end"} or _CALENDAR.fullmatch(basis) or ages and ages[2])


def event_of(basis: str) -> str:
    """The code of the event that the delay runs from («move»), or nothing."""
    found = _EVENT.fullmatch(basis)
    return found[1] if found else ""


def after_event(basis: str, happened_on: dt.date) -> dt.date:
    """The due date that the delay of an `event:` basis gives. Raises ValueError for another basis."""
    found = _EVENT.fullmatch(basis)
    if not found:
        raise ValueError(basis)
    _, sign, count, unit = found.groups()
    delay = int(count or 0) * (-1 if sign == "-" else 1)
    if unit in {"m", "y"}:
        return add_months(happened_on, delay * (12 if unit == "y" else 1))
    return happened_on + dt.timedelta(days=delay)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month: 31 January and one month is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return on(year, month + 1, day.day)


def on(year: int, month: int, day: int) -> dt.date:
    """29 February falls on the 28th in common years: a reminder may come a day early, never a day late."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _days(basis: str, year: int, birth_date: dt.date | None) -> Iterator[dt.date]:
    """Every due date of that year."""
    if birth_date and basis.startswith("birth_date"):
        ages = _AGES.fullmatch(basis)
        if basis == "birth_date" or ages and _is_reached(ages, year - birth_date.year):
            yield on(year, birth_date.month, birth_date.day)
    elif basis == "calendar:month_end":
        yield from (_last_working_day(year, month) for month in range(1, 13))
    elif found := _CALENDAR.fullmatch(basis):
        for day in found[1].split(","):
            month, number = day.split("-")
            yield on(year, int(month), int(number))


def _is_reached(ages: re.Match[str], age: int) -> bool:
    listed = [int(listed) for listed in ages[1].split(",")]
    return age in listed or bool(ages[2]) and age > listed[-1] and (age - listed[-1]) % int(ages[2]) == 0


def _last_working_day(year: int, month: int) -> dt.date:
    """Deposits of the month's end are made on its last working day; a holiday then only makes it come earlier."""
    last = on(year, month, 31)
    return last - dt.timedelta(days=max(0, last.weekday() - 4))
