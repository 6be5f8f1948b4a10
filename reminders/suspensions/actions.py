"""Leaving a contact point alone, and taking it up again."""

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.people.models import Citizen, User
from reminders.suspensions.models import Suspension


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
def lift(*, suspension: Suspension, by: User | None) -> Suspension:
    """The point serves again, from the next message on. Should it refuse once more, it is suspended once more."""
    mine = Suspension.objects.in_force().filter(pk=suspension.pk)
    if mine.update(lifted_at=now(), lifted_by=by):
        detail = {"channel": suspension.channel}
        record("contact.resumed", by=by, subject=suspension, citizen=suspension.citizen, detail=detail)
    suspension.refresh_from_db(fields=["lifted_at", "lifted_by"])
    return suspension
