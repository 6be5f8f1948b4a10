"""What events change: deliveries' fates, contact points, consents. Every write is conditional: said twice, or too late,
it changes nothing. A batch is settled in a few statements: a whole mailing may come back at once."""

import datetime as dt
import random
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from portal.consents.models import Channel, Purpose
from portal.foundation.backoff import next_try
from reminders.callbacks.models import ProviderEvent
from reminders.deliveries.attempts import try_again
from reminders.deliveries.models import Delivery
from reminders.suspensions.points import point_of
from reminders.suspensions.refused import RefusedDelivery, condemn
from reminders.unsubscribing.actions import stop_choice, stop_texts
from reminders.unsubscribing.tokens import Choice

Kind = ProviderEvent.Kind
State = Delivery.State
Told = tuple[ProviderEvent, Delivery]

_chance = random.SystemRandom()


def apply_all(events: Sequence[Told], at: dt.datetime) -> None:
    """Each event with the attempt that it tells of, its `recipient` loaded. First what arrived, then what came back:
    the order in which they were told does not matter."""
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for event, delivery in events:
        by_kind[event.kind].append((event, delivery))
    _settle(by_kind[Kind.DELIVERED], [State.UNCERTAIN], State.ACCEPTED, at)
    refused = by_kind[Kind.HARD] + by_kind[Kind.SOFT]
    came_back = _settle(refused, [State.ACCEPTED, State.UNCERTAIN], State.BOUNCED, at)
    condemned = condemn([_refused(*one) for one in by_kind[Kind.HARD] + by_kind[Kind.COMPLAINED]])
    _try_again((delivery for _, delivery in refused), came_back - condemned, at)
    for _, delivery in by_kind[Kind.UNSUBSCRIBED]:
        _unsubscribe(delivery)


def _settle(events: Sequence[Told], before: Collection[str], after: str, at: dt.datetime) -> set[uuid.UUID]:
    """Which changed. A changed fate is looked at again by the fallback."""
    codes = {delivery.pk: event.code for event, delivery in reversed(events)}
    if not codes:
        return set()
    mine = Delivery.objects.filter(pk__in=codes, state__in=before, attempted_at__isnull=False)
    changed = set(mine.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    by_code: dict[str, list[uuid.UUID]] = defaultdict(list)
    for pk in changed:
        by_code[codes[pk]].append(pk)
    for code, keys in by_code.items():
        Delivery.objects.filter(pk__in=keys).update(state=after, code=code, settled_at=at, followed_up_at=None)
    return changed


def _refused(event: ProviderEvent, delivery: Delivery) -> RefusedDelivery:
    return RefusedDelivery(
        delivery_id=delivery.pk,
        citizen=delivery.recipient,
        channel=delivery.channel,
        left_at=delivery.attempted_at,
        said_at=event.occurred_at,
        is_complaint=event.kind == Kind.COMPLAINED,
    )


def _try_again(deliveries: Iterable[Delivery], wanted: set[uuid.UUID], at: dt.datetime) -> None:
    """Refused for now, or at an address that the person has changed since."""
    for delivery in {delivery.pk: delivery for delivery in deliveries if delivery.pk in wanted}.values():
        then = next_try(attempt=delivery.attempt, since=delivery.since, at=at, chance=_chance.random())
        if then:
            try_again(delivery=delivery, not_before=then, since=delivery.since)


def _unsubscribe(delivery: Delivery) -> None:
    """Told to the provider instead of us; it would refuse what follows anyway."""
    if delivery.channel == Channel.SMS:
        stop_texts(number=point_of(delivery.recipient, Channel.SMS))
    else:
        stop_choice(choice=Choice(delivery.recipient_id, Purpose(delivery.purpose), Channel(delivery.channel)))
