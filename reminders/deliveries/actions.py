"""Sending: a channel's ready deliveries leave. No transaction is open while the network is waited for."""

import logging
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from portal.channels import ChannelError
from portal.clock import now
from reminders.deliveries.backoff import fate_of
from reminders.deliveries.claims import Desk
from reminders.deliveries.models import Delivery
from reminders.deliveries.outlets import NetworkOutlet, RowOutlet, outlets
from reminders.deliveries.parcels import Fate, Parcel
from reminders.deliveries.sending import Sender

logger = logging.getLogger(__name__)

ROWS = 200
"""Letters or calls per transaction."""
MOST_TRIES = 8
"""Of one letter or call that our own code cannot write: about an hour of them."""


def send(*, channel: str) -> int:
    """All that is ready for a channel of the network, by any number of workers at once; how many were accepted."""
    return sum(Sender(outlet).run() for outlet in _of(NetworkOutlet) if outlet.channel == channel)


def send_rows() -> int:
    """All that is ready for the channels that are rows of ours; returns how many were handed over."""
    return sum(handed for outlet in _of(RowOutlet) for handed in _until_none(outlet))


def claim_again_of(*, person: UUID) -> None:
    """See whether what is ready for a person who was set aside can be claimed; the next bell sends it. Raises what the
    database says."""
    for outlet in outlets():
        Desk(outlet).would_claim(person)


def send_ready() -> int:
    """Every channel, one after the other (tests, commands); returns how many were accepted."""
    return sum(send(channel=outlet.channel) for outlet in _of(NetworkOutlet)) + send_rows()


def _until_none(outlet: RowOutlet) -> Iterator[int]:
    while (handed := _hand_over_rows(outlet)) is not None:
        yield handed


@transaction.atomic
def _hand_over_rows(outlet: RowOutlet) -> int | None:
    """Claimed, written and settled in one transaction: exactly once, whoever dies when. None when nothing is ready."""
    desk = Desk(outlet)
    parcels = {parcel.id: parcel for parcel in desk.claim(ROWS)}
    if not parcels:
        return None
    ours = desk.record(list(parcels.values()), [])
    deliveries = list(Delivery.objects.filter(pk__in=ours).select_related("recipient").order_by("not_before", "id"))
    broken = _written(outlet, deliveries)
    fates = [_fate(parcels[pk], is_broken=pk in broken) for pk in ours]
    desk.record([], fates)
    return len(deliveries) - len(broken)


def _written(outlet: RowOutlet, deliveries: Sequence[Delivery]) -> set[UUID]:
    """All at once; if that fails, each by itself. Returns those that our own code cannot write."""
    at = now()
    try:
        with transaction.atomic():
            outlet.hand_over(deliveries, at=at)
    except Exception:
        if len(deliveries) > 1:
            return {pk for delivery in deliveries for pk in _written(outlet, [delivery])}
        logger.exception("delivery %s could not be handed over", deliveries[0].pk)
        return {deliveries[0].pk}
    return set()


def _fate(parcel: Parcel, *, is_broken: bool) -> Fate:
    """Our own failure is tried again like any other, then becomes a dead letter that people see."""
    if not is_broken:
        return Fate(id=parcel.id, state=Delivery.State.ACCEPTED)
    return fate_of(parcel, ChannelError("internal", permanent=parcel.attempt >= MOST_TRIES), now())


def _of(kind: type) -> list:
    return [outlet for outlet in outlets() if isinstance(outlet, kind)]
