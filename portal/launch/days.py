"""The day and hour of a run of the suite: `manage.py test --on DATE`, and the two days that `--long` draws.

The instant travels to each pytest in TEST_ON; `tests.days` moves the clocks.
"""

import datetime as dt
import random
import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from portal.launch.sentences import Trouble

ZONE = ZoneInfo("America/Toronto")
VARIABLE = "TEST_ON"
NOON = dt.time(12)

# Ends of months and of years, a leap day, a holiday, both changes of the hour, a year far ahead. 02:30 does not exist
# on 14 March 2027: 03:30, which clocks then show, is meant.
DIFFICULT = (
    "2026-12-28",
    "2026-12-31T23:59",
    "2027-01-01",
    "2027-01-30",
    "2027-01-31",
    "2027-02-28",
    "2027-03-14T02:30",
    "2027-06-24",
    "2027-11-07T02:30",
    "2028-02-29",
    "2029-09-17",
)
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


def drawn(today: dt.date) -> list[str]:
    """The two days that the long suite runs at today: the same all day, others tomorrow."""
    return sorted(random.Random(today.toordinal()).sample(DIFFICULT, DRAWN))  # noqa: S311 - nothing secret


def today() -> dt.date:
    """Return the day it is in Québec."""
    return dt.datetime.fromtimestamp(time.time(), ZONE).date()
