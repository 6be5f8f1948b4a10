"""Leaving a contact point alone, and taking it up again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.people.models import Citizen, User
from reminders.suspensions.models import Suspension


@dataclass(frozen=True)
class ContactRefusal:
    """A contact point that refused for good."""

    citizen: Citizen
    channel: str
    address: str
    reason: str


@transaction.atomic
def suspend(*, citizen: Citizen, channel: str, address: str, reason: str, by: User | None) -> Suspension:
    """Nothing more leaves to this address by this channel. Suspended twice, it is one suspension: the first."""
    suspension, created = Suspension.objects.get_or_create(
        citizen=citizen, channel=channel, address=address, lifted_at=None, defaults={"reason": reason}
    )
    if created:
        detail = {"channel": str(channel), "reason": str(reason)}
        record("contact.suspended", by=by, subject=suspension, citizen=citizen, detail=detail)
    return suspension


@transaction.atomic
def suspend_all(*, refusals: Sequence[ContactRefusal], by: User | None) -> list[Suspension]:
    """The same for many at once; returns those that are new."""
    known = set(
        Suspension.objects.in_force()
        .filter(citizen__in={refusal.citizen.pk for refusal in refusals})
        .values_list("citizen", "channel", "address")
    )
    fresh = {(refusal.citizen.pk, refusal.channel, refusal.address): refusal for refusal in reversed(refusals)}
    rows = [Suspension(**vars(refusal)) for point, refusal in fresh.items() if point not in known]
    Suspension.objects.bulk_create(rows, ignore_conflicts=True)
    # Somebody else may have suspended the same at this instant: theirs is told, ours was not written.
    written = set(Suspension.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    rows = [row for row in rows if row.pk in written]
    for row in rows:
        detail = {"channel": row.channel, "reason": str(row.reason)}
        record("contact.suspended", by=by, subject=row, citizen=row.citizen, detail=detail)
    return rows


@transaction.atomic
def lift(*, suspension: Suspension, by: User | None) -> Suspension:
    """The point serves again, from the next message on. Should it refuse once more, it is suspended once more."""
    mine = Suspension.objects.in_force().filter(pk=suspension.pk)
    if mine.update(lifted_at=now(), lifted_by=by):
        detail = {"channel": suspension.channel}
        record("contact.resumed", by=by, subject=suspension, citizen=suspension.citizen, detail=detail)
    suspension.refresh_from_db(fields=["lifted_at", "lifted_by"])
    return suspension
