"""How long rows are kept, as data: what `Privacy.retention` of each model lists.

A row is erased as soon as one `Keep` or `KeepWith` of its model says so, and never before the rows that refer to it and
must be kept. `portal.retention` executes what is counted in days and years; `by` names what executes the rest.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

OF_CLOSED = "of a closed account"
"""What narrows a rule to people who closed their account: `once_closed`."""
OWNER = "manage.py erase_journal"
"""Executed by a command of the owner of the tables: the web role may not delete there."""


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    """One line of a model's retention. `by`: the dotted name of the function that executes it, or a command."""

    by: str = ""
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Timed(RetentionRule):
    """Counted from the date or the instant in the column `after` (one of a row referred to is reached by `__`).

    `where` narrows it to some rows, which `only` describes. Two years after February 29 is February 28."""

    after: str = ""
    years: int = 0
    days: int = 0
    hours: int = 0
    where: Q = field(default_factory=Q)
    only: str = ""

    def before(self, now: dt.datetime) -> dt.datetime:
        """Return the instant before which the time is over."""
        day = (now.month, now.day)
        year = now.year - self.years
        start = now.replace(year=year, day=28) if day == (2, 29) and not _is_leap(year) else now.replace(year=year)
        return start - dt.timedelta(days=self.days, hours=self.hours)

    @property
    def duration(self) -> str:
        """Return it in words: «2 years», «» when the time is over at once."""
        parts = (("year", self.years), ("day", self.days), ("hour", self.hours))
        return ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in parts if count)


@dataclass(frozen=True, kw_only=True)
class Keep(Timed):
    """Erase the row once the time is over."""


@dataclass(frozen=True, kw_only=True)
class Empty(Timed):
    """Empty some columns while the row stays: once the time is over, or at the event `until`, by an action.

    `to`: what other columns become at the same time."""

    fields: tuple[str, ...]
    until: str = ""
    to: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, init=False)
class KeepWith(RetentionRule):
    """Keep as long as another row, and erase with it: with the first of them, when several columns are named."""

    columns: tuple[str, ...]

    def __init__(self, *columns: str, because: str = "") -> None:
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "by", "")
        object.__setattr__(self, "because", because)


@dataclass(frozen=True, kw_only=True)
class KeepForever(RetentionRule):
    """Never erase: public reference, statistics without persons, what the service itself stands on."""


@dataclass(frozen=True, init=False)
class KeepUntil(RetentionRule):
    """Keep until an event. Without `by`, nothing executes it yet, and the documentation says so."""

    event: str

    def __init__(self, event: str, *, by: str = "", because: str = "") -> None:
        object.__setattr__(self, "event", event)
        object.__setattr__(self, "by", by)
        object.__setattr__(self, "because", because)


CLOSED_FOR = 30
"""Days during which a person who closed their account may come back."""
EXPORTED_FOR = 7
"""Days during which the file of all that is kept of a person may be downloaded."""


def once_closed(*, account: str = "citizen__user", days: int = CLOSED_FOR, years: int = 0, because: str = "") -> Keep:
    """Erase the rows of a person so long after they closed their account; `account` is the way to it."""
    after = f"{account}__closed_at".removeprefix("__")
    closed = Q(**{f"{after}__isnull": False})
    length = 0 if years else days
    return Keep(days=length, years=years, after=after, where=closed, only=OF_CLOSED, because=because)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
