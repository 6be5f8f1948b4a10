"""Day numbers: a calendar whose months all have 31 days. Pure.

Two dates are ordered as their numbers are, and complete months and years are plain divisions: the same in Python and in
SQL, February 29 included. Not every number is a date (February 30 has one): `date_of` gives the first real day from it.
"""

from datetime import date, timedelta

MONTH, YEAR = 31, 372
# "It did not happen", for facts that may be null: far before any date, so that nothing reached it.
NEVER = -1_000_000_000
EARLIEST = NEVER // 2


def day_number(day: date) -> int:
    return (day.year * 12 + day.month - 1) * MONTH + day.day - 1


def date_of(number: int) -> date:
    """The first real day at or after a number."""
    months, days = divmod(number, MONTH)
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    real = first + timedelta(days=days)
    if real.month != first.month:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return real
