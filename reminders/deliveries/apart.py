"""Claiming, and reading again what leaves, for the others when the row of one person refuses."""

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

from portal.isolation.actions import run_apart, set_aside_of
from portal.isolation.halves import A_RUN, code_of, run_by_halves
from reminders.deliveries.parcels import Fate, Parcel

logger = logging.getLogger(__name__)
WORK = "reminders.claim"
"""Its name among what may fail for one person (`portal.isolation`)."""

_READY = """
SELECT DISTINCT recipient_id FROM (
  SELECT d.recipient_id FROM reminders_delivery d
   WHERE d.settled_at IS NULL AND d.state = 'ready' AND d.channel = %(channel)s AND d.not_before <= %(at)s
     AND (d.claimed_until IS NULL OR d.claimed_until <= clock_timestamp())
     AND d.recipient_id <> ALL (%(aside)s::uuid[])
   ORDER BY d.not_before LIMIT %(size)s) ready
"""

Claim = Callable[[dict, Sequence[UUID] | None, Sequence[UUID]], list[tuple]]
"""Claims for some people (None: for all), but for those set aside."""
Record = Callable[[Sequence[Parcel], Sequence[Fate]], set[UUID]]
"""Writes the fates of some, and that others leave; returns which of these do."""


def claim_for_all(claim: Claim, told: dict) -> list[tuple]:
    """All at once; when a row refuses, person by person. `told`: the claim's own channel, instant and size."""
    aside = set_aside_of(work=WORK)
    try:
        with transaction.atomic():
            return claim(told, None, aside)
    except (DataError, IntegrityError):
        rows: list[tuple] = []
        with connection.cursor() as cursor:
            cursor.execute(_READY, {**told, "aside": aside})
            people = [person for (person,) in cursor.fetchall()]
        run_apart(work=WORK, people=people, run=lambda some: len(_kept(rows, claim(told, some, []))), most=A_RUN)
        return rows


def record_for_all(record: Record, attempts: Sequence[Parcel], fates: Sequence[Fate]) -> set[UUID]:
    """All in one statement; when a row refuses, first what became of messages, then what leaves, person by person.

    What a sender knows of messages that left must not be lost for one that has not."""
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():  # hundreds of times a second
            return record(attempts, fates)
    except (DataError, IntegrityError):
        left: set[UUID] = set()
        run_by_halves(fates, partial(record, []), fail=_log)

        def leave(some: Sequence[UUID]) -> int:
            mine = record([parcel for parcel in attempts if parcel.recipient_id in set(some)], [])
            left.update(mine)
            return len(mine)

        run_apart(work=WORK, people=sorted({parcel.recipient_id for parcel in attempts}), run=leave)
        return left


def _log(fate: Fate, error: Exception) -> None:
    logger.error("what became of delivery %s cannot be written (%s)", fate.id, code_of(error))


def _kept(rows: list[tuple], found: list[tuple]) -> list[tuple]:
    rows += found
    return found
