"""What a provider refuses at once, for good, because of the address or number itself: it is left alone from then on."""

import uuid
from collections.abc import Collection

from reminders.deliveries.models import Delivery
from reminders.suspensions.refused import RefusedDelivery, condemn


def suspend_refused(ids: Collection[uuid.UUID]) -> None:
    """Suspend the contact points of these failed deliveries, as a bounce told later does."""
    failed = Delivery.objects.filter(pk__in=ids, state=Delivery.State.FAILED, attempted_at__isnull=False)
    condemn([_refused(delivery) for delivery in failed.select_related("recipient").order_by("pk")])


def _refused(delivery: Delivery) -> RefusedDelivery:
    assert delivery.settled_at is not None  # it failed
    return RefusedDelivery(
        delivery_id=delivery.pk,
        citizen=delivery.recipient,
        channel=delivery.channel,
        left_at=delivery.attempted_at,
        said_at=delivery.settled_at,
    )
