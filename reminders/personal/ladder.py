"""When a personal reminder leaves. Pure."""

import datetime as dt
from collections.abc import Iterable

from reminders.reminders.ladder import instant

AT = dt.time(9)
"""Local hour of the person."""
EARLIEST = dt.time(7)
BEFORE_THE_HOUR = dt.timedelta(hours=2)


def instants(due_on: dt.date, due_time: dt.time | None, days_before: Iterable[int], zone: str) -> list[dt.datetime]:
    """Each instant, the earliest first, in UTC. That of the day itself comes early enough for its hour."""
    found = [
        instant(due_on - dt.timedelta(days=days), _hour(due_time) if days == 0 else AT, zone) for days in days_before
    ]
    return sorted(found)


def next_instant(
    due_on: dt.date, due_time: dt.time | None, days_before: Iterable[int], zone: str, *, after: dt.datetime
) -> dt.datetime | None:
    """The first one later than `after` (aware); None when all are past."""
    return next((at for at in instants(due_on, due_time, days_before, zone) if at > after), None)


def _hour(due_time: dt.time | None) -> dt.time:
    if due_time is None:
        return AT
    early = (dt.datetime.combine(dt.date(2000, 1, 2), due_time) - BEFORE_THE_HOUR).time()
    return min(AT, max(EARLIEST, early)) if due_time > EARLIEST else due_time
