"""What events change: deliveries' fates, contact points, consents. Every write is conditional: said twice, or too late,
it changes nothing. A batch is settled in a few statements: a whole mailing may come back at once."""

import datetime as dt
import random
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from portal.consents.models import Channel
from reminders.callbacks.models import ProviderEvent
from reminders.deliveries.attempts import try_again
from reminders.deliveries.backoff import next_try
from reminders.deliveries.models import Delivery
from reminders.suspensions.actions import Refusal, suspend_all
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import confirmed_at, point_of
from reminders.unsubscribing.actions import stop_choice, stop_texts
from reminders.unsubscribing.tokens import Choice

Kind = ProviderEvent.Kind
State = Delivery.State
Told = tuple[ProviderEvent, Delivery]

_chance = random.SystemRandom()


def apply_all(told: Sequence[Told], at: dt.datetime) -> None:
    """Each event with the attempt that it tells of, its `recipient` loaded. First what arrived, then what came back:
    the order in which they were told does not matter."""
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for event, delivery in told:
        by_kind[event.kind].append((event, delivery))
    _settle(by_kind[Kind.DELIVERED], [State.UNCERTAIN], State.ACCEPTED, at)
    refused = by_kind[Kind.HARD] + by_kind[Kind.SOFT]
    came_back = _settle(refused, [State.ACCEPTED, State.UNCERTAIN], State.BOUNCED, at)
    condemned = _suspend(by_kind[Kind.HARD] + by_kind[Kind.COMPLAINED])
    _try_again((delivery for _, delivery in refused), came_back - condemned, at)
    for _, delivery in by_kind[Kind.UNSUBSCRIBED]:
        _unsubscribe(delivery)


def _settle(told: Sequence[Told], before: Collection[str], after: str, at: dt.datetime) -> set[uuid.UUID]:
    """Which changed. A changed fate is looked at again by the fallback."""
    codes = {delivery.pk: event.code for event, delivery in reversed(told)}
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


def _suspend(told: Sequence[Told]) -> set[uuid.UUID]:
    """Deliveries whose contact point is condemned: not one that is no longer the person's, nor one that they vouched
    for after the message left."""
    refusals = {delivery: refusal for event, delivery in told if (refusal := _refusal(event, delivery))}
    vouched = _vouched_at({refusal.citizen.pk for refusal in refusals.values()})
    condemned = {
        delivery: refusal
        for delivery, refusal in refusals.items()
        if vouched.get(_point(refusal), delivery.attempted_at) <= delivery.attempted_at
    }
    suspend_all(refusals=list(condemned.values()), by=None)
    return {delivery.pk for delivery in condemned}


def _vouched_at(citizens: set[uuid.UUID]) -> dict[tuple, dt.datetime]:
    """When each of their points that was suspended once was last taken up again."""
    rows = Suspension.objects.filter(citizen__in=citizens, lifted_at__isnull=False).order_by("lifted_at", "pk")
    return {
        (citizen, channel, address): at
        for citizen, channel, address, at in rows.values_list("citizen", "channel", "address", "lifted_at")
    }


def _point(refusal: Refusal) -> tuple:
    return refusal.citizen.pk, refusal.channel, refusal.address


def _refusal(event: ProviderEvent, delivery: Delivery) -> Refusal | None:
    person, channel, left = delivery.recipient, delivery.channel, delivery.attempted_at
    point, confirmed = point_of(person, channel), confirmed_at(person, channel)
    if not point or confirmed is None or left is None or confirmed > min(left, event.occurred_at):
        return None
    if event.kind == Kind.COMPLAINED:
        reason = Suspension.Reason.COMPLAINT
    else:
        reason = Suspension.Reason.UNDELIVERABLE if channel == Channel.SMS else Suspension.Reason.BOUNCE
    return Refusal(person, channel, point, reason)


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
        stop_choice(choice=Choice(delivery.recipient_id, delivery.purpose, delivery.channel))
