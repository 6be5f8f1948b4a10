"""Pure rules of time: when each step of a ladder is due, until when it is useful, which hours are quiet.

`planning.py` says the same in SQL for any number of deadlines at once; a property test holds the two together.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SEND_AT = dt.time(9)
"""Local hour at which a reminder is due: people are up, and offices open to act on it."""

LAST_USEFUL_FOR = dt.timedelta(days=30)
"""How late the last step after the date may still leave (a portal that was stopped)."""

_WEEKDAYS = (dt.time(9), dt.time(20))
_REST_DAYS = (dt.time(10), dt.time(18))
"""Hours in which an SMS may ring (promise P12), weekends and holidays apart."""


@dataclass(frozen=True)
class Rung:
    """One step: due at an instant, useless from another on (both aware, UTC)."""

    offset_days: int
    due_at: dt.datetime
    useful_until: dt.datetime


def ladder(due_on: dt.date, offsets: Iterable[int], zone: str, hour: dt.time = SEND_AT) -> list[Rung]:
    """All steps in order. One that goes before the date is useless once the next is due or the day is over; one that
    goes after, once the next is due, and the last for `LAST_USEFUL_FOR`."""
    rungs: list[Rung] = []
    end_of_day = instant(due_on + dt.timedelta(days=1), dt.time(0), zone)
    following: dt.datetime | None = None
    for offset in sorted(set(offsets), reverse=True):
        due_at = instant(due_on + dt.timedelta(days=offset), hour, zone)
        if offset <= 0:
            until = min(end_of_day, following) if following else end_of_day
        else:
            until = following or due_at + LAST_USEFUL_FOR
        rungs.append(Rung(offset, due_at, until))
        following = due_at
    return rungs[::-1]


def instant(day: dt.date, hour: dt.time, zone: str) -> dt.datetime:
    """The instant of a local hour. As PostgreSQL does: an hour skipped in spring is read with the offset before the
    change, an hour repeated in autumn with the offset after it."""
    local = dt.datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
    skipped = local.replace(fold=0).utcoffset() < local.replace(fold=1).utcoffset()
    return local.replace(fold=0 if skipped else 1).astimezone(dt.UTC)


def sms_hours(day: dt.date, holidays: Collection[dt.date] = ()) -> tuple[dt.time, dt.time]:
    """First and last local hour at which an SMS may ring that day."""
    return _REST_DAYS if day.weekday() >= 5 or day in holidays else _WEEKDAYS


def when_sms_may_ring(at: dt.datetime, zone: str, holidays: Collection[dt.date] = ()) -> dt.datetime:
    """`at`, or the next opening of the quiet hours in the recipient's zone."""
    local = at.astimezone(ZoneInfo(zone))
    opens, closes = sms_hours(local.date(), holidays)
    if local.time() < opens:
        return instant(local.date(), opens, zone)
    if local.time() < closes:
        return at
    tomorrow = local.date() + dt.timedelta(days=1)
    return instant(tomorrow, sms_hours(tomorrow, holidays)[0], zone)
