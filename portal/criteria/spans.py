"""Spans: what is known of a figure counted from a day of which only the year or the month is known. Pure.

A person born in 1961 is 64 or 65 in 2026. A condition met by every value of a span is met, missed by every value it is
missed, and otherwise the day decides.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from portal.foundation.formats.partial_days import PartialDay

LAST = "_last"
"""Ends the name of the second column of a fact that may be a span: what it is, counted from the last possible day."""


class ValueRange(NamedTuple):
    """Every whole value from one to another, which is larger."""

    low: int
    high: int


Ranged = ValueRange | PartialDay
"""Both have `low` and `high`, and are never one value only."""


def counted(count: Callable[[date, date], int], start: date | PartialDay, on: date) -> int | ValueRange:
    """Complete units from a day, or from every day that it may be."""
    if not isinstance(start, PartialDay):
        return count(start, on)
    low, high = count(start.high, on), count(start.low, on)
    return low if low == high else ValueRange(low, high)


def ends(day: date | PartialDay) -> tuple[date, date]:
    """The first and the last day that it may be."""
    return (day.low, day.high) if isinstance(day, PartialDay) else (day, day)
