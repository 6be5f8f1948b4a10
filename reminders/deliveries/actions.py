"""Sending: a channel's ready deliveries leave. No transaction is open while the network is waited for."""

from collections.abc import Iterator

from django.db import transaction

from portal.clock import now
from reminders.deliveries.claims import Desk
from reminders.deliveries.models import Delivery
from reminders.deliveries.outlets import NetworkOutlet, RowOutlet, outlets
from reminders.deliveries.parcels import Fate
from reminders.deliveries.sending import Sender

ROWS = 200
"""Letters or calls per transaction."""


def send(*, channel: str) -> int:
    """All that is ready for a channel of the network, by any number of workers at once; how many were accepted."""
    return sum(Sender(outlet).run() for outlet in _of(NetworkOutlet) if outlet.channel == channel)


def send_rows() -> int:
    """All that is ready for the channels that are rows of ours; returns how many were handed over."""
    return sum(handed for outlet in _of(RowOutlet) for handed in _until_none(outlet))


def send_ready() -> int:
    """Every channel, one after the other (tests, commands); returns how many were accepted."""
    return sum(send(channel=outlet.channel) for outlet in _of(NetworkOutlet)) + send_rows()


def _until_none(outlet: RowOutlet) -> Iterator[int]:
    while handed := _hand_over_rows(outlet):
        yield handed


@transaction.atomic
def _hand_over_rows(outlet: RowOutlet) -> int:
    """Claimed, written and settled in one transaction: exactly once, whoever dies when."""
    desk = Desk(outlet)
    parcels = desk.claim(ROWS)
    if not parcels:
        return 0
    ids = [parcel.id for parcel in parcels]
    ours = desk.record(ids, [])
    deliveries = list(Delivery.objects.filter(pk__in=ours).select_related("recipient").order_by("not_before", "id"))
    outlet.hand_over(deliveries, at=now())
    desk.record([], [Fate(id=pk, state=Delivery.State.ACCEPTED) for pk in ours])
    return len(deliveries)


def _of(kind: type) -> list:
    return [outlet for outlet in outlets() if isinstance(outlet, kind)]
