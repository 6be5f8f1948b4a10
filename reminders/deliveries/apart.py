"""Claiming for the others when the row of one person refuses, and whether it still does."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

from portal.isolation.actions import run_apart, set_aside_of
from portal.isolation.halves import A_RUN

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


def _kept(rows: list[tuple], found: list[tuple]) -> list[tuple]:
    rows += found
    return found
