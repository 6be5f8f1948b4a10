"""Sending: a channel's ready deliveries leave. No transaction is open while the network is waited for."""

import logging
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from portal.clock import now
from portal.foundation.channels import ChannelError
from reminders.deliveries.adapters import NetworkAdapter, RowAdapter, adapters
from reminders.deliveries.claims import DeliveryQueue
from reminders.deliveries.models import Delivery
from reminders.deliveries.outgoing import OutgoingMessage, SendResult
from reminders.deliveries.results import result_of
from reminders.deliveries.sending import Sender

logger = logging.getLogger(__name__)

ROWS = 200
"""Letters or calls per transaction."""
MOST_TRIES = 8
"""Of one letter or call that our own code cannot write: about an hour of them."""


def send(*, channel: str) -> int:
    """All that is ready for a channel of the network, by any number of workers at once; how many were accepted."""
    return sum(Sender(adapter).run() for adapter in _of(NetworkAdapter) if adapter.channel == channel)


def send_rows() -> int:
    """All that is ready for the channels that are rows of ours; returns how many were written."""
    return sum(handed for adapter in _of(RowAdapter) for handed in _until_none(adapter))


def claim_again_of(*, person: UUID) -> None:
    """See whether what is ready for a person who was set aside can be claimed; the next bell sends it. Raises what the
    database says."""
    for adapter in adapters():
        DeliveryQueue(adapter).would_claim(person)


def send_ready() -> int:
    """Every channel, one after the other (tests, commands); returns how many were accepted."""
    return sum(send(channel=adapter.channel) for adapter in _of(NetworkAdapter)) + send_rows()


def _until_none(adapter: RowAdapter) -> Iterator[int]:
    while (handed := _write_rows(adapter)) is not None:
        yield handed


@transaction.atomic
def _write_rows(adapter: RowAdapter) -> int | None:
    """Claimed, written and settled in one transaction: exactly once, whoever dies when. None when nothing is ready."""
    queue = DeliveryQueue(adapter)
    messages = {message.id: message for message in queue.claim(ROWS)}
    if not messages:
        return None
    ours = queue.record(list(messages.values()), [])
    deliveries = list(Delivery.objects.filter(pk__in=ours).select_related("recipient").order_by("not_before", "id"))
    broken = _written(adapter, deliveries)
    results = [_result(messages[pk], is_broken=pk in broken) for pk in ours]
    queue.record([], results)
    return len(deliveries) - len(broken)


def _written(adapter: RowAdapter, deliveries: Sequence[Delivery]) -> set[UUID]:
    """All at once; if that fails, each by itself. Returns those that our own code cannot write."""
    at = now()
    try:
        with transaction.atomic():
            adapter.write_rows(deliveries, at=at)
    except Exception:
        if len(deliveries) > 1:
            return {pk for delivery in deliveries for pk in _written(adapter, [delivery])}
        logger.exception("delivery %s could not be written", deliveries[0].pk)
        return {deliveries[0].pk}
    return set()


def _result(message: OutgoingMessage, *, is_broken: bool) -> SendResult:
    """Our own failure is tried again like any other, then becomes a dead letter that people see."""
    if not is_broken:
        return SendResult(id=message.id, state=Delivery.State.ACCEPTED)
    return result_of(message, ChannelError("internal", permanent=message.attempt >= MOST_TRIES), now())


def _of(kind: type) -> list:
    return [adapter for adapter in adapters() if isinstance(adapter, kind)]
