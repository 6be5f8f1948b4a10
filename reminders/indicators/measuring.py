"""Measuring, in one statement (`sql/measuring.sql`) over any number of deadlines: what became of each that fell due.

A reminder counts as digital when an e-mail or SMS carrying it was accepted by its provider and did not come back, or
when it was put in the secure inbox and read there, before the end of the due day in the person's zone. A letter counts
once posted, a call once the person was reached, and so does a person served by telephone («Traité par téléphone»).
What the person waited runs from the instant at which that reminder was due to that acceptance (in the inbox: until it
was put there, not until it was read).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from portal.consents.models import Channel
from portal.foundation.statements import Statements
from portal.isolation.actions import run_apart
from portal.isolation.halves import run_by_halves
from reminders.reminders.querysets import SHARDS

WORK = "reminders.measure"
"""Its name among what may fail for one person (`portal.isolation`)."""

STATEMENTS = Statements(Path(__file__).parent / "sql" / "measuring.sql")


def statement(name: str) -> str:
    return STATEMENTS.compose(name, last_shard=str(SHARDS - 1))


def measure(*, start: dt.date, end: dt.date, at: dt.datetime, whole: bool = True) -> int:
    """Measures every deadline due from `start` to `end`, or those that changed since they were measured (not `whole`);
    returns how many outcomes are new or changed.

    When the row of one person refuses, the others are measured, and that one is set aside."""
    dates = {"start": start, "end": end, "at": at, "whole": whole}
    refused: list[int] = []
    counts = run_by_halves(
        range(SHARDS), lambda shards: _measure(dates, shards), fail=lambda shard, _: refused.append(shard)
    )
    for shard in refused:
        people = _people(dates, shard)
        counts.append(run_apart(work=WORK, people=people, run=partial(_measure_people, dates, shard)))
    return sum(counts)


def _measure_people(dates: Mapping[str, Any], shard: int, people: Sequence[UUID]) -> int:
    return _measure(dates, [shard], people=people)


@transaction.atomic
def measure_person(person: UUID, *, start: dt.date, end: dt.date, at: dt.datetime) -> int:
    """One person who was set aside. Raises what the database says."""
    return _measure({"start": start, "end": end, "at": at, "whole": True}, range(SHARDS), people=[person])


def forget_moved(*, start: dt.date, end: dt.date, last: dt.date) -> None:
    """Forget what was measured from `start` to `end` of dates that were since moved beyond `last`."""
    with connection.cursor() as cursor:
        cursor.execute(statement("forget_moved"), {"start": start, "end": end, "latest": last})


def days_between(start: dt.date, end: dt.date) -> list[dt.date]:
    """The days on which something fell due, or was measured."""
    with connection.cursor() as cursor:
        cursor.execute(statement("days"), {"start": start, "end": end})
        return [day for (day,) in cursor.fetchall()]


def _measure(dates: Mapping[str, Any], shards: Sequence[int], *, people: Sequence[UUID] | None = None) -> int:
    with connection.cursor() as cursor:
        some = None if people is None else list(people)
        given = {**dates, "digital": Channel.digital(), "shards": list(shards), "people": some}
        cursor.execute(statement("measure"), given)
        return cursor.rowcount


def _people(dates: Mapping[str, Any], shard: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement("people"), {**dates, "shards": [shard]})
        return [person for (person,) in cursor.fetchall()]
