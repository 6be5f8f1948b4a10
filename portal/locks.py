"""Every advisory lock of PostgreSQL that the portal takes: the register of their numbers, and the ways to take one.

PostgreSQL knows an advisory lock by a number (64 bits) or by a pair (32 bits each), the same for the whole database: a
number used for two purposes makes two works wait for each other. A lock of a transaction ends with it; a lock of a
session ends with its connection, however the process dies.
"""

import enum
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


class Lock(enum.IntEnum):
    """A pair: the member is its first number, and the second says which of many."""

    SCHEDULER = 7_301_001
    """Of a session: the one beat that ticks."""
    LIVING_SENDER = 7_301_002
    """Of a session, a pair: a sender that lives, by its number."""
    SENDER_SLOT = 7_301_003
    """Of a session, a pair: a place of a channel, so that a slow provider does not take every worker."""
    PRINT_BATCH = 7_301_004
    """One batch of the print room is prepared at a time, whatever it holds: they share one sequence of numbers."""
    REMINDERS_SHARD = 7_350_001
    """A pair: the due reminders of one shard of the people."""
    NOTICES_SHARD = 7_350_002
    """A pair: the notices of one shard of the people."""
    PROVIDER_EVENTS = 7_350_003
    FALLBACK = 7_350_004
    STILL_DUE = 7_350_006
    """Of a session, a pair: the one that asks organizations' systems whether reminders are still due."""
    JOB = 7_350_005
    """Of a session, a pair: a job over everybody whose parts commit by themselves, by the key of its row."""
    PROFILE_SCAN = 0x5EED
    """A pair, the second number being -1: shared by the parts of a scan of everyone, alone for that of those due."""


def wait_for(lock: Lock) -> None:
    """Take a lock until the end of the transaction, once it is free."""
    _first("SELECT pg_advisory_xact_lock(%s)", [lock])


def try_for(lock: Lock) -> bool:
    """Take a lock until the end of the transaction, if it is free."""
    return _first("SELECT pg_try_advisory_xact_lock(%s)", [lock])


def wait_for_name(name: str) -> None:
    """Take the lock of one thing among many, by its full name, until the end of the transaction.

    The name is hashed: two names may share a number, and then wait for each other without need.
    """
    _first("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def wait_for_each(lock: Lock, numbers: Sequence[int]) -> list[int]:
    """Take the pairs of a lock until the end of the transaction, once they are free, in one order for all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, n) FROM unnest(%s::int[]) n", [lock, sorted(numbers)])
    return list(numbers)


def try_for_each(lock: Lock, numbers: Sequence[int]) -> list[int]:
    """Take the pairs of a lock that are free until the end of the transaction; return their second numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n FROM unnest(%s::int[]) n WHERE pg_try_advisory_xact_lock(%s, n)", [list(numbers), lock]
        )
        return [number for (number,) in cursor.fetchall()]


def share(lock: Lock, number: int) -> None:
    """Take a pair until the end of the transaction beside others that share it, once nobody holds it alone."""
    _first("SELECT pg_advisory_xact_lock_shared(%s, %s)", [lock, number])


@contextmanager
def held_by_session(lock: Lock, number: int) -> Iterator[bool]:
    """Hold a pair for this connection while the block runs; False when somebody else has it."""
    is_ours = _first("SELECT pg_try_advisory_lock(%s, %s)", [lock, number])
    try:
        yield is_ours
    finally:
        # A connection that broke has let the lock go already.
        if is_ours and connection.connection is not None and not connection.connection.closed:
            _first("SELECT pg_advisory_unlock(%s, %s)", [lock, number])


@contextmanager
def held_by_session_of_key(key: UUID) -> Iterator[bool]:
    """The same for a row, by its random key: 63 of its 128 bits make the number."""
    number = key.int % 2**63
    is_ours = _first("SELECT pg_try_advisory_lock(%s)", [number])
    try:
        yield is_ours
    finally:
        if is_ours and connection.connection is not None and not connection.connection.closed:
            _first("SELECT pg_advisory_unlock(%s)", [number])


def _first(statement: str, parameters: Sequence[int | str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return bool(cursor.fetchone()[0])
