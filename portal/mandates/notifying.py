"""Notifying both sides of a mandate: neutral notices, whose words are in the space only."""

from portal.mandates.models import Mandate, MandateInvitation
from portal.notices.actions import announce
from portal.people.models import Citizen, User


def notify_both(mandate: Mandate, kind: str, *, by: User | None) -> None:
    """The person, and the holder if they have a space of their own."""
    notify_holder(mandate, kind, by=by)
    announce(kind=kind, citizen=mandate.citizen, subject=mandate, organization=None, by=by)


def notify_holder(mandate: Mandate, kind: str, *, by: User | None) -> None:
    holder = Citizen.objects.filter(user=mandate.holder_id).first()
    if holder is not None and holder.died_on is None:
        announce(kind=kind, citizen=holder, subject=mandate, organization=None, by=by)


def notify_person(invitation: MandateInvitation, kind: str, *, by: User | None) -> None:
    announce(kind=kind, citizen=invitation.citizen, subject=invitation, organization=None, by=by)
