"""The day and hour of a run of the suite: `manage.py test --on DATE`, and the two days that `--long` draws.

The instant travels to each pytest in TEST_ON; `tests.days` moves the clocks.
"""

import calendar
import datetime as dt
import re
import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from portal.launch.sentences import Trouble

ZONE = ZoneInfo("America/Toronto")
VARIABLE = "TEST_ON"
NOON = dt.time(12)
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)?)?", re.ASCII)

DRAWN = 2


def split(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The instant that `--on` names, as ISO 8601 with its offset ("" without `--on`), and the other arguments.

    Raises Trouble."""
    given, others, rest = "", [], iter(arguments)
    for one in rest:
        if one == "--on":
            given = next(rest, "?")
        elif one.startswith("--on="):
            given = one.removeprefix("--on=")
        else:
            others.append(one)
    return (instant(given).isoformat() if given else ""), others


def instant(given: str) -> dt.datetime:
    """Read "2028-02-29" (noon) or "2027-11-07T02:30", in Québec's hour unless an offset is written.

    An hour that a change of the hour skips is read as the hour that clocks then show. Raises Trouble.
    """
    try:
        if not _WRITTEN.fullmatch(given):  # `fromisoformat` also reads weeks and compact forms
            raise ValueError
        at = dt.datetime.fromisoformat(given)
    except ValueError:
        raise Trouble(
            f"« {given} » n’est pas un jour.",
            "Écrivez par exemple : --on 2028-02-29, ou --on 2027-11-07T02:30 (heure du Québec).",
        ) from None
    if "T" not in given and " " not in given:
        at = dt.datetime.combine(at, NOON)
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZONE)
    # Through UTC and back: a skipped hour becomes the one that exists.
    return at.astimezone(dt.UTC).astimezone(ZONE)


def difficult(today: dt.date) -> list[str]:
    """List days to come: ends of months and of years, a leap day, a holiday, both changes of the hour, another year.

    02:30 does not exist in March, on the night of the change: 03:30, which clocks then show, is meant.
    """
    year = today.year + 1
    leap = next(one for one in range(year, year + 9) if calendar.isleap(one))
    spring, autumn = _first_sunday(year, 3) + dt.timedelta(days=7), _first_sunday(year, 11)
    return [
        *(f"{year}-{day}" for day in ("01-01", "01-30", "01-31", "02-28", "06-24", "12-28", "12-31T23:59")),
        *(f"{night}T02:30" for night in (spring, autumn)),
        *(f"{leap}-02-29", f"{year + 2}-09-17"),
    ]


def _first_sunday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=6 - first.weekday())


def shared(today: dt.date, groups: Sequence[str]) -> list[tuple[str, str]]:
    """The two days that the long suite runs at today, each with one group: others tomorrow. Every group has met every
    day after so many runs as there are pairs, two at a time (the numbers of days and of groups share no divisor)."""
    listed = difficult(today)
    numbers = range(today.toordinal() * DRAWN, (today.toordinal() + 1) * DRAWN)
    return [(listed[number % len(listed)], groups[number % len(groups)]) for number in numbers]


def today() -> dt.date:
    """Return the day it is in Québec."""
    return dt.datetime.fromtimestamp(time.time(), ZONE).date()
