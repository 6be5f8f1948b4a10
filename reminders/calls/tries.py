"""Pure rules of telephone calls: at which hours a person may be called, and when to try again.

CRTC's Unsolicited Telecommunications Rules allow 9:00 to 21:30 on weekdays and 10:00 to 18:00 on weekends; they do not
bind a public service that people asked to call, and ours are narrower: those of SMS (promise P12).
"""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from reminders.reminders.ladder import instant, is_rest_day, sms_hours

MOST_TRIES = 4

_WEEKDAY_PERIODS = (dt.time(13), dt.time(17))
_REST_PERIODS = (dt.time(13), dt.time(16))
"""When afternoon and evening begin: somebody who does not answer in one may answer in another. The morning begins with
the hours in which a call may ring."""

_AT_LEAST = dt.timedelta(hours=2)
"""Between two tries of the same day."""


def may_call(at: dt.datetime, zone: str, holidays: Collection[dt.date] = ()) -> bool:
    """Whether the telephone may ring at `at` (aware) in the person's zone."""
    local = at.astimezone(ZoneInfo(zone))
    opens, closes = sms_hours(local.date(), holidays)
    return opens <= local.time() < closes


def next_try(*, tries: int, at: dt.datetime, zone: str, holidays: Collection[dt.date] = ()) -> dt.datetime | None:
    """When to call again after `tries` calls without answer, the last one at `at`; None when that was the last.

    After the first: later the same day, in another part of it, if one is left. After that: the next day, in the part
    that follows the one just tried."""
    if tries >= MOST_TRIES:
        return None
    local = at.astimezone(ZoneInfo(zone))
    today = local.date()
    if tries == 1:
        for start in _periods(today, holidays):
            if (then := instant(today, start, zone)) >= at + _AT_LEAST:
                return then
    tried = _period_of(local, holidays)
    tomorrow = today + dt.timedelta(days=1)
    starts = _periods(tomorrow, holidays)
    return instant(tomorrow, starts[(tried + 1) % len(starts)], zone)


def _periods(day: dt.date, holidays: Collection[dt.date]) -> tuple[dt.time, ...]:
    opens, _ = sms_hours(day, holidays)
    return (opens, *(_REST_PERIODS if is_rest_day(day, holidays) else _WEEKDAY_PERIODS))


def _period_of(local: dt.datetime, holidays: Collection[dt.date]) -> int:
    """0, 1 or 2; before the morning counts as morning."""
    begun = [start for start in _periods(local.date(), holidays) if start <= local.time()]
    return max(0, len(begun) - 1)
