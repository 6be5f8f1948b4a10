"""What one event changes: a delivery's fate, a contact point, a consent. Every write is conditional: said twice, or too
late, it changes nothing."""

import datetime as dt
import random

from portal.consents.models import Channel
from reminders.callbacks.models import ProviderEvent
from reminders.deliveries.attempts import try_again
from reminders.deliveries.backoff import next_try
from reminders.deliveries.models import Delivery
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import confirmed_at, point_of
from reminders.unsubscribing.actions import stop_choice, stop_texts
from reminders.unsubscribing.tokens import Choice

Kind = ProviderEvent.Kind
State = Delivery.State

_chance = random.SystemRandom()


def apply(event: ProviderEvent, delivery: Delivery, at: dt.datetime) -> None:
    """`delivery`: the attempt that the event tells of, its `recipient` loaded."""
    match event.kind:
        case Kind.DELIVERED:
            _settle(delivery, [State.UNCERTAIN], State.ACCEPTED, event.code, at)
        case Kind.HARD:
            _refused_for_good(event, delivery, at)
        case Kind.SOFT:
            if _came_back(event, delivery, at):
                _try_again(delivery, at)
        case Kind.COMPLAINED:
            _suspend(event, delivery, Suspension.Reason.COMPLAINT)
        case Kind.UNSUBSCRIBED:
            _unsubscribe(delivery)


def _refused_for_good(event: ProviderEvent, delivery: Delivery, at: dt.datetime) -> None:
    came_back = _came_back(event, delivery, at)
    is_sms = delivery.channel == Channel.SMS
    reason = Suspension.Reason.UNDELIVERABLE if is_sms else Suspension.Reason.BOUNCE
    if not _suspend(event, delivery, reason) and came_back:
        _try_again(delivery, at)  # the person has another address by now


def _came_back(event: ProviderEvent, delivery: Delivery, at: dt.datetime) -> bool:
    return _settle(delivery, [State.ACCEPTED, State.UNCERTAIN], State.BOUNCED, event.code, at)


def _settle(delivery: Delivery, before: list[str], after: str, code: str, at: dt.datetime) -> bool:
    """A changed fate is looked at again by the fallback."""
    if delivery.state not in before or delivery.attempted_at is None:
        return False
    mine = Delivery.objects.filter(pk=delivery.pk, state__in=before)
    changed = mine.update(state=after, code=code, settled_at=at, followed_up_at=None)
    delivery.state = after
    return bool(changed)


def _try_again(delivery: Delivery, at: dt.datetime) -> None:
    then = next_try(attempt=delivery.attempt, since=delivery.since, at=at, chance=_chance.random())
    if then:
        try_again(delivery=delivery, not_before=then, since=delivery.since)


def _suspend(event: ProviderEvent, delivery: Delivery, reason: str) -> bool:
    """False when the message went to a point that is no longer the person's, or that they vouched for since."""
    person, channel, left = delivery.recipient, delivery.channel, delivery.attempted_at
    point, confirmed = point_of(person, channel), confirmed_at(person, channel)
    if not point or confirmed is None or left is None or confirmed > min(left, event.occurred_at):
        return False
    mine = Suspension.objects.filter(citizen=person, channel=channel, address=point)
    if mine.filter(lifted_at__gt=left).exists():
        return False
    suspend(citizen=person, channel=channel, address=point, reason=reason, by=None)
    return True


def _unsubscribe(delivery: Delivery) -> None:
    """Told to the provider instead of us; it would refuse what follows anyway."""
    if delivery.channel == Channel.SMS:
        stop_texts(number=point_of(delivery.recipient, Channel.SMS))
    else:
        stop_choice(choice=Choice(delivery.recipient_id, delivery.purpose, delivery.channel))
