"""One rule for whoever learns that a contact point refused for good: a callback hours later, or the sender at once.

A point is not condemned when it is no longer the person's, or when they vouched for it after the message left.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from portal.consents.models import Channel
from portal.people.models import Citizen
from reminders.suspensions.actions import ContactRefusal, suspend_all
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import confirmed_at, point_of


@dataclass(frozen=True)
class RefusedDelivery:
    """What a provider said of one delivery."""

    delivery_id: uuid.UUID
    citizen: Citizen
    channel: str
    left_at: dt.datetime | None
    said_at: dt.datetime
    is_complaint: bool = False


def condemn(refused: Sequence[RefusedDelivery]) -> set[uuid.UUID]:
    """Suspend the contact points concerned; return the deliveries whose point is condemned."""
    refusals = {one.delivery_id: (one, refusal) for one in refused if (refusal := _refusal(one))}
    vouched = _vouched_at({one.citizen.pk for one, _ in refusals.values()})
    condemned = {
        key: refusal
        for key, (one, refusal) in refusals.items()
        if one.left_at and vouched.get(_point(refusal), one.left_at) <= one.left_at
    }
    suspend_all(refusals=list(condemned.values()), by=None)
    return set(condemned)


def _vouched_at(citizens: set[uuid.UUID]) -> dict[tuple, dt.datetime]:
    """When each of their points that was suspended once was last taken up again."""
    rows = Suspension.objects.filter(citizen__in=citizens, lifted_at__isnull=False).order_by("lifted_at", "pk")
    return {
        (citizen, channel, address): at
        for citizen, channel, address, at in rows.values_list("citizen", "channel", "address", "lifted_at")
        if at
    }


def _point(refusal: ContactRefusal) -> tuple:
    return refusal.citizen.pk, refusal.channel, refusal.address


def _refusal(one: RefusedDelivery) -> ContactRefusal | None:
    point, confirmed = point_of(one.citizen, one.channel), confirmed_at(one.citizen, one.channel)
    if not point or confirmed is None or one.left_at is None or confirmed > min(one.left_at, one.said_at):
        return None
    if one.is_complaint:
        reason = Suspension.Reason.COMPLAINT
    else:
        reason = Suspension.Reason.UNDELIVERABLE if one.channel == Channel.SMS else Suspension.Reason.BOUNCE
    return ContactRefusal(one.citizen, one.channel, point, reason)
