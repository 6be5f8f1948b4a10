"""Release: what is due, and what was announced, becomes inbox items and deliveries ready to leave.

Recipients are dealt into shards. A worker holds one shard at a time under an advisory lock of its transaction, so that
many workers never share a person, and one day makes one message; a worker that is killed leaves nothing behind.
No row of a person is locked: a hundred thousand of them would be written for nothing.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from portal.clock import now
from portal.isolation.actions import run_apart, set_aside_of
from portal.isolation.halves import A_RUN, run_by_halves
from portal.locks import Lock, try_for_each, wait_for_each
from portal.notices.models import Notice
from reminders.deliveries.adapters import adapters
from reminders.deliveries.release_sql import ENOUGH, compose, notices_statement, reminders_statement
from reminders.reminders.querysets import SHARDS

REMINDERS_WORK, NOTICES_WORK = "reminders.release", "reminders.notices"
"""Names of the two releases among what may fail for one person (`portal.isolation`)."""


_EVER, _NEVER = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
_Waiting = tuple[int, int, dt.datetime | None, dt.datetime | None]
"""A shard, how much waits, and the instants before which nothing does."""


@dataclass(frozen=True)
class _Part:
    """Shards released together, and before which instants nothing waits in them."""

    shards: list[int]
    since: dt.datetime = _EVER
    post_since: dt.datetime = _EVER

    def of(self, shards: Sequence[int]) -> "_Part":
        return replace(self, shards=list(shards))


@dataclass(frozen=True)
class _Release:
    """`find`: shards where something waits; `who`: the people that wait in some."""

    work: str
    lock: Lock
    find: str
    who: str
    statement: str


def release_due() -> int:
    """Releases all reminders that are due; returns how many left."""
    return _until_nothing_moves(_of_reminders())


def release_notices() -> int:
    """Releases all unhandled notices; returns how many."""
    return _until_nothing_moves(_of_notices())


def release_due_of(person: UUID) -> int:
    """The reminders of one person who was set aside. Raises what the database says."""
    return _release_alone(_of_reminders(), person)


def release_notices_of(person: UUID) -> int:
    """The notices of one person who was set aside. Raises what the database says."""
    return _release_alone(_of_notices(), person)


def _of_reminders() -> _Release:
    return _Release(
        work=REMINDERS_WORK,
        lock=Lock.REMINDERS_SHARD,
        find=compose("shards_with_reminders"),
        who=compose("people_with_reminders"),
        statement=reminders_statement(adapters()),
    )


def _of_notices() -> _Release:
    purposes = {str(kind): str(purpose) for kind, purpose in Notice.PURPOSES.items()}
    return _Release(
        work=NOTICES_WORK,
        lock=Lock.NOTICES_SHARD,
        find=compose("shards_with_notices"),
        who=compose("people_with_notices"),
        statement=notices_statement(adapters(), purposes),
    )


def _until_nothing_moves(kind: _Release) -> int:
    total = 0
    while moved := sum(_release_all(kind, part, now()) for part in _parts(_waiting(kind.find, now()))):
        total += moved
    return total


def _release_all(kind: _Release, part: _Part, at: dt.datetime) -> int:
    """Together; when a row refuses, shard by shard, then person by person: one stops nobody else."""
    refused: list[int] = []
    counts = run_by_halves(
        part.shards, lambda some: _release(kind, part.of(some), at), fail=lambda shard, _: refused.append(shard)
    )
    for shard in refused:
        people = _people(kind, shard, at)
        counts.append(
            run_apart(
                work=kind.work,
                people=people,
                run=partial(_release_people, kind, part.of([shard]), at),
                most=A_RUN,
            )
        )
    return sum(counts)


def _release_people(kind: _Release, part: _Part, at: dt.datetime, people: Sequence[UUID]) -> int:
    return _release(kind, part, at, people=people)


def _release_alone(kind: _Release, person: UUID) -> int:
    return _release(kind, _Part(list(range(SHARDS))), now(), people=[person], waits=True)


def _people(kind: _Release, shard: int, at: dt.datetime) -> list[UUID]:
    """Those who wait in one shard, but for those already set aside."""
    with connection.cursor() as cursor:
        cursor.execute(kind.who, {"at": at, "shards": [shard], "aside": set_aside_of(work=kind.work), "people": None})
        return [person for (person,) in cursor.fetchall()]


def _waiting(find: str, at: dt.datetime) -> list[_Waiting]:
    """Shards where something waits, how much, and since when: an index probe each, whatever the size of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(find, {"at": at})
        return cursor.fetchall()


def _parts(waiting: list[_Waiting]) -> list[_Part]:
    """Shards together as long as they hold little; a full one by itself."""
    batches: list[list[_Waiting]] = []
    room = 0
    for one in waiting:
        count = one[1]
        if room < count:
            batches.append([])
            room = ENOUGH
        batches[-1].append(one)
        room -= count
    return [_part(batch) for batch in batches]


def _part(batch: list[_Waiting]) -> _Part:
    """Where nothing is to be printed early in any of them, nothing of it is read."""
    return _Part(
        shards=[shard for shard, *_ in batch],
        since=min((since for *_, since, _ in batch if since), default=_EVER),
        post_since=min((since for *_, since in batch if since), default=_NEVER),
    )


@transaction.atomic
def _release(
    kind: _Release, part: _Part, at: dt.datetime, *, people: Sequence[UUID] | None = None, waits: bool = False
) -> int:
    """Those of the shards that no other worker holds (or all, once they are free: `waits`); of them `people` alone, or
    all but those set aside. The locks are taken by a statement of their own: the next one's snapshot then sees all that
    the former holders committed."""
    with connection.cursor() as cursor:
        mine = (wait_for_each if waits else try_for_each)(kind.lock, part.shards)
        if not mine:
            return 0
        # A crash before this commit is on disk forgets it whole, and the next sweep does it again; what a sender then
        # commits is flushed after it. So nobody waits for the disk here. Nor for a compiler: the statement looks
        # expensive, and is made of probes of indexes.
        cursor.execute("SELECT set_config('synchronous_commit', 'off', true), set_config('jit', 'off', true)")
        aside = set_aside_of(work=kind.work) if people is None else []
        only = None if people is None else list(people)
        when = {"at": at, "since": part.since, "post_since": part.post_since}
        cursor.execute(kind.statement, {**when, "shards": mine, "aside": aside, "people": only})
        return cursor.fetchone()[0]
