"""The jobs, each registered by the app that does it, by name."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY = dt.timedelta(days=1)
TIME_LIMIT = 3300
"""Seconds for the task of a job: less than `BROKER_VISIBILITY`, after which another worker would be given its message
while it works. What it cuts goes on where it was, within minutes."""
GRACE = dt.timedelta(hours=6)
"""Beyond its period, before a job that did not end is late."""
_kinds: dict[str, "JobKind"] = {}


@dataclass(frozen=True)
class JobKind:
    """`words`: what it does. `task`: the name of the task that does it, called again when it was cut. `every`: how
    often it ends; None for one that comes when there is something to do."""

    words: Promise | str
    task: str
    every: dt.timedelta | None = None


def register(kinds: dict[str, JobKind]) -> None:
    _kinds.update(kinds)


def kind_of(name: str) -> JobKind | None:
    """None for a job of a former version."""
    return _kinds.get(name)


def words_of(name: str) -> str:
    kind = kind_of(name)
    return str(kind.words if kind else _("un travail que cette version ne fait plus"))
