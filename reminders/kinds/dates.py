"""Pure rules: the next due date that a kind's `basis` gives, when it gives one without asking."""

import calendar
import datetime as dt
import re

_CALENDAR = re.compile(r"calendar:(\d\d-\d\d(?:,\d\d-\d\d)*)")


def next_due(basis: str, today: dt.date, birth_date: dt.date | None) -> dt.date | None:
    """The first due date on or after `today`; None when the rule needs a date that only the person knows."""
    kind, _, detail = basis.partition(":")
    if basis == "birth_date" and birth_date:
        return _first(today, birth_date.month, birth_date.day)
    if kind == "birth_date" and detail.isdigit() and birth_date:
        reached = _on(birth_date.year + int(detail), birth_date.month, birth_date.day)
        return reached if reached >= today else None
    if basis == "calendar:month_end":
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    if found := _CALENDAR.fullmatch(basis):
        days = (day.split("-") for day in found[1].split(","))
        return min(_first(today, int(month), int(day)) for month, day in days)
    return None


def _first(today: dt.date, month: int, day: int) -> dt.date:
    this_year = _on(today.year, month, day)
    return this_year if this_year >= today else _on(today.year + 1, month, day)


def _on(year: int, month: int, day: int) -> dt.date:
    """29 February falls on the 28th in common years: a reminder may come a day early, never a day late."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
