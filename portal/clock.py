"""The one source of time.

Reminders, advice, retention and session limits read "now" here. TOTP codes, signatures and leases use the real clock.
In demonstration mode only, the file named by `CLOCK_OFFSET_FILE` holds a number of seconds, read at each call, that
moves this clock (libfaketime hangs with Python 3.11 after a backward jump; a file is seen by every process at once).
"""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

LEGAL_ZONE = "America/Toronto"
"""Zone in which Québec's deadlines fall ("échéance à 23 h 59"), but for a recipient's own zone."""

TOLERANCE = dt.timedelta(seconds=5)
"""How far two machines' clocks may differ. What is dated later than that after now was dated by a clock that went
ahead, and came back since."""


def now() -> dt.datetime:
    """Now, aware, in UTC."""
    return dt.datetime.now(dt.UTC) + _offset()


def today(zone: str = LEGAL_ZONE) -> dt.date:
    """The calendar day it is in `zone` (IANA name)."""
    return day_of(now(), zone)


def day_of(at: dt.datetime, zone: str = LEGAL_ZONE) -> dt.date:
    """The calendar day of an instant in `zone`. That of UTC is a day ahead in the evening."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: dt.date, zone: str = LEGAL_ZONE) -> dt.datetime:
    """The last minute of `day` in `zone` (IANA name)."""
    return dt.datetime.combine(day, dt.time(23, 59), ZoneInfo(zone))


def is_under_way(ends: float, *, lasting: float) -> bool:
    """Return whether what lasts `lasting` seconds, and ends at `ends` (a time stamp of this clock), is not over.

    An end further away than it can have been set from now on was set by a clock that went ahead: it is over."""
    left = ends - now().timestamp()
    return 0 <= left <= lasting + TOLERANCE.total_seconds()


def _offset() -> dt.timedelta:
    path = settings.CLOCK_OFFSET_FILE
    if not path:
        return dt.timedelta()
    try:
        return dt.timedelta(seconds=float(Path(path).read_text()))
    except (FileNotFoundError, ValueError):
        # No file yet, or read while it was being written: the real time.
        return dt.timedelta()
