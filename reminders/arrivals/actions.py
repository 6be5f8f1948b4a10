"""Receiving what organizations send, and linking a person to what waits for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal.audit.actions import record
from portal.client_numbers import actions as client_numbers
from portal.client_numbers.models import ClientNumber
from portal.clock import now
from portal.organizations.models import Organization
from portal.people.models import Citizen, User
from reminders.arrivals.models import Arrival
from reminders.arrivals.receiving import Received, settle, store
from reminders.arrivals.rows import Row
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from reminders.reminders.planning import plan

MOST = 1000
"""Rows per batch."""


@transaction.atomic
def receive(*, organization: Organization, rows: Sequence[Row], by: User | None, origin: str) -> Received:
    """Idempotent: a row that says nothing new changes nothing. Reminders are planned in the same transaction.

    One journal row per batch, with counts; each deadline's own page says where it comes from."""
    received = store(organization, rows)
    _plan(settle(received.touched, origin=origin))
    counts = {name: list(received.results.values()).count(name) for name in ("created", "changed", "unchanged")}
    record("arrivals.received", by=by, organization=organization, detail=counts | {"origin": str(origin)})
    return received


@transaction.atomic
def link(*, citizen: Citizen, organization: Organization, number: str, how: str, by: User) -> ClientNumber:
    """Agrees on the number, and opens what was waiting under it. Raises NumberTaken."""
    agreed = client_numbers.agree(citizen=citizen, organization=organization, number=number, how=how, by=by)
    waiting = Arrival.objects.filter(organization=organization, digest=agreed.digest, citizen=None)
    theirs = list(waiting.select_related("kind").select_for_update(of=("self",)))
    for arrival in theirs:
        arrival.citizen, arrival.changed_at = citizen, now()
    Arrival.objects.bulk_update(theirs, ["citizen", "changed_at"])
    _plan(settle(theirs, origin=Deadline.Origin.IMPORT))
    return agreed


def kinds_of(*, organization: Organization) -> Mapping[str, DeadlineKind]:
    """code → kind, for checking rows."""
    return {kind.code: kind for kind in DeadlineKind.objects.filter(organization=organization)}


def _plan(deadlines: Sequence[Any]) -> None:
    if deadlines:
        plan(Deadline.objects.filter(pk__in=deadlines), at=now())
