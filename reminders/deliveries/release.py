"""Release: what is due, and what was announced, becomes inbox items and deliveries ready to leave.

Recipients are dealt into hands. A worker holds one hand at a time under an advisory lock of its transaction, so that
many workers never share a person, and one day makes one message; a worker that is killed leaves nothing behind.
No row of a person is locked: a hundred thousand of them would be written for nothing.
"""

import datetime as dt

from django.db import connection, transaction

from portal.clock import now
from portal.notices.models import Notice
from reminders.deliveries.outlets import outlets
from reminders.deliveries.release_sql import ENOUGH, NOTICE_HANDS, WAITING_HANDS, notices_statement, reminders_statement

_REMINDERS, _NOTICES = 7_350_001, 7_350_002
"""First keys of the advisory locks; the hand is the second."""


def release_due() -> int:
    """Releases all reminders that are due; returns how many left."""
    return _until_nothing_moves(WAITING_HANDS, _REMINDERS, reminders_statement(outlets()))


def release_notices() -> int:
    """Releases all unhandled notices; returns how many."""
    purposes = {str(kind): str(purpose) for kind, purpose in Notice.PURPOSES.items()}
    return _until_nothing_moves(NOTICE_HANDS, _NOTICES, notices_statement(outlets(), purposes))


def _until_nothing_moves(find: str, key: int, statement: str) -> int:
    total = 0
    while moved := sum(_release(hands, key, statement, now()) for hands in _batches(_waiting(find, now()))):
        total += moved
    return total


def _waiting(find: str, at: dt.datetime) -> list[tuple[int, int]]:
    """Hands where something waits, and how much: an index probe each, whatever the size of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(find, {"at": at})
        return cursor.fetchall()


def _batches(waiting: list[tuple[int, int]]) -> list[list[int]]:
    """Hands together as long as they hold little; a full one by itself."""
    batches: list[list[int]] = []
    room = 0
    for hand, count in waiting:
        if room < count:
            batches.append([])
            room = ENOUGH
        batches[-1].append(hand)
        room -= count
    return batches


@transaction.atomic
def _release(hands: list[int], key: int, statement: str, at: dt.datetime) -> int:
    """Those of the hands that no other worker holds. The locks are taken by a statement of their own: the next one's
    snapshot then sees all that the former holders committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT h FROM unnest(%s::int[]) h WHERE pg_try_advisory_xact_lock(%s, h)", [hands, key])
        mine = [hand for (hand,) in cursor.fetchall()]
        if not mine:
            return 0
        # A crash before this commit is on disk forgets it whole, and the next sweep does it again; what a sender then
        # commits is flushed after it. So nobody waits for the disk here.
        cursor.execute("SET LOCAL synchronous_commit TO off")
        cursor.execute(statement, {"at": at, "hands": mine})
        return cursor.fetchone()[0]
