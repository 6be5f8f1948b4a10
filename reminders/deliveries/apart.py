"""Claiming, and reading again what leaves, for the others when the row of one person refuses."""

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

from portal.isolation.actions import run_apart, set_aside_of
from portal.isolation.halves import A_RUN, code_of, run_by_halves
from reminders.deliveries.outgoing import OutgoingMessage, SendResult

logger = logging.getLogger(__name__)
WORK = "reminders.claim"
"""Its name among what may fail for one person (`portal.isolation`)."""

Claim = Callable[[dict, Sequence[UUID] | None, Sequence[UUID]], list[tuple]]
"""Claims for some people (None: for all), but for those set aside."""
Record = Callable[[Sequence[OutgoingMessage], Sequence[SendResult]], set[UUID]]
"""Writes the results of some, and that others leave; returns which of these do."""


def claim_for_all(claim: Claim, parameters: dict, ready_people: str) -> list[tuple]:
    """All at once; when a row refuses, person by person. `parameters`: the claim's own channel, instant and size;
    `ready_people`: the statement that finds those whom it would take."""
    aside = set_aside_of(work=WORK)
    try:
        with transaction.atomic():
            return claim(parameters, None, aside)
    except (DataError, IntegrityError):
        rows: list[tuple] = []
        with connection.cursor() as cursor:
            cursor.execute(ready_people, {**parameters, "aside": aside})
            people = [person for (person,) in cursor.fetchall()]
        run_apart(work=WORK, people=people, run=lambda some: len(_kept(rows, claim(parameters, some, []))), most=A_RUN)
        return rows


def record_for_all(record: Record, attempts: Sequence[OutgoingMessage], results: Sequence[SendResult]) -> set[UUID]:
    """All in one statement; when a row refuses, first what became of messages, then what leaves, person by person.

    What a sender knows of messages that left must not be lost for one that has not."""
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():  # hundreds of times a second
            return record(attempts, results)
    except (DataError, IntegrityError):
        left: set[UUID] = set()
        run_by_halves(results, partial(record, []), fail=_log)

        def leave(some: Sequence[UUID]) -> int:
            mine = record([message for message in attempts if message.recipient_id in set(some)], [])
            left.update(mine)
            return len(mine)

        run_apart(work=WORK, people=sorted({message.recipient_id for message in attempts}), run=leave)
        return left


def _log(result: SendResult, error: Exception) -> None:
    logger.error("what became of delivery %s cannot be written (%s)", result.id, code_of(error))


def _kept(rows: list[tuple], found: list[tuple]) -> list[tuple]:
    rows += found
    return found
