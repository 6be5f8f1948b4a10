"""Sending: claim and commit, send, record and commit. No transaction is open while the network is waited for."""

import datetime as dt
import logging
import random
import time

from django.db import DatabaseError, transaction

from portal.channels import ChannelError, email, sms
from portal.clock import now
from portal.consents.models import Channel, Consent
from reminders.deliveries.backoff import next_try
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import contact
from reminders.deliveries.texts import sms_text, words_for
from reminders.inbox.models import InboxItem

logger = logging.getLogger(__name__)
BATCH = 100
WORK_FOR = 240.0
"""Seconds after which a sender stops claiming: below the time limit of a task, and the next sweep goes on."""
CLAIMED_FOR = dt.timedelta(minutes=5)
SENDING_FOR = dt.timedelta(minutes=3)
"""Above the longest SMTP dialogue (six waits of EMAIL_TIMEOUT): a live worker is never taken for a dead one."""

PROMPT_ATTEMPTS = 5

_chance = random.SystemRandom()


def send_ready() -> int:
    """Sends all that is ready, batch by batch; returns how many were accepted. Many workers may run it at once."""
    accepted, started = 0, time.monotonic()
    while time.monotonic() - started < WORK_FOR and (batch := claim(at=now())):
        with email.session() as relay:
            accepted += sum(_send_whatever_happens(delivery, relay) for delivery in batch)
    return accepted


@transaction.atomic
def claim(*, at: dt.datetime) -> list[Delivery]:
    """Some deliveries that are ours until the lease ends."""
    batch = list(Delivery.objects.sendable(at).claim().select_related("recipient")[:BATCH])
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in batch]).lease(CLAIMED_FOR)
    return batch


def _send_whatever_happens(delivery: Delivery, relay: email.BaseEmailBackend) -> bool:
    """A message that makes our own code fail must not hold back the others; its lease ends and `reap` sees it."""
    try:
        return send_one(delivery=delivery, relay=relay)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("delivery %s failed in our own code", delivery.pk)
        return False


def send_one(*, delivery: Delivery, relay: email.BaseEmailBackend | None = None) -> bool:
    """One claimed delivery, to its end; True when the provider accepted it."""
    items = list(InboxItem.objects.filter(citizen=delivery.recipient, group=delivery.group).with_content())
    if why := _unwanted(delivery, items, now()):
        _settle(delivery, Delivery.State.CANCELLED, code=why)
        return False
    mine = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.READY)
    if not mine.lease(SENDING_FOR, state=Delivery.State.ATTEMPTED, attempted_at=now()):
        return False  # another worker was there first
    try:
        reference = _hand_over(delivery, items, relay)
    except ChannelError as error:
        _record_failure(delivery, error)
        return False
    _settle(delivery, Delivery.State.ACCEPTED, reference=reference)
    logger.info("delivery %s accepted by %s", delivery.pk, delivery.channel)
    return True


def _unwanted(delivery: Delivery, items: list[InboxItem], at: dt.datetime) -> str:
    """Why it must not leave any more, read just before it leaves: consent, address, act, usefulness. Empty: it may."""
    mine = Consent.objects.in_force().filter(
        citizen=delivery.recipient, purpose=delivery.purpose, channel=delivery.channel
    )
    if not mine.exists():
        return "consent"
    if not contact(delivery.recipient, delivery.channel):
        return "contact"
    useful = [item for item in items if item.notice or _still_useful(item, at)]
    items[:] = useful
    return "" if useful else "useless"


def _still_useful(item: InboxItem, at: dt.datetime) -> bool:
    deadline = item.reminder.deadline
    return deadline.is_open and deadline.due_on == item.reminder.due_on and item.reminder.useful_until > at


def _hand_over(delivery: Delivery, items: list[InboxItem], relay: email.BaseEmailBackend | None) -> str:
    person = delivery.recipient
    if delivery.channel == Channel.SMS:
        text = sms_text(items, person.language)
        return sms.send(to=contact(person, Channel.SMS), text=text, reference=str(delivery.pk))
    words = words_for(items, person.language)
    email.send(
        to=contact(person, Channel.EMAIL),
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=delivery.message_id,
        through=relay,
    )
    return ""


@transaction.atomic
def _record_failure(delivery: Delivery, error: ChannelError) -> None:
    """Keeps the provider's answer and, when it may pass later, the next attempt."""
    if error.uncertain and delivery.channel == Channel.SMS:
        _settle(delivery, Delivery.State.UNCERTAIN, code=error.code)
        return
    if not _settle(delivery, Delivery.State.FAILED, code=error.code) or error.permanent:
        return
    then = next_try(
        attempt=delivery.attempt,
        since=delivery.since,
        at=now(),
        chance=_chance.random(),
        retry_after=error.retry_after,
    )
    if then:
        _again(delivery, then)


@transaction.atomic
def reap() -> int:
    """Gives a fate to what a dead worker left in the middle: it may have been accepted. Returns how many."""
    stuck = list(Delivery.objects.stuck().claim()[:BATCH])
    for delivery in stuck:
        _settle(delivery, Delivery.State.UNCERTAIN, code="lost")
        if delivery.channel == Channel.EMAIL and (then := _after_a_death(delivery)):
            _again(delivery, then)
    return len(stuck)


def _after_a_death(delivery: Delivery) -> dt.datetime | None:
    """At once, the provider has not complained; but a message that kills its senders waits like any other."""
    if delivery.attempt < PROMPT_ATTEMPTS:
        return now()
    return next_try(attempt=delivery.attempt, since=delivery.since, at=now(), chance=_chance.random())


def _again(delivery: Delivery, then: dt.datetime) -> Delivery:
    """The next attempt of the same message: same group, same Message-ID."""
    return Delivery.objects.create(
        recipient_id=delivery.recipient_id,
        channel=delivery.channel,
        purpose=delivery.purpose,
        group=delivery.group,
        attempt=delivery.attempt + 1,
        since=delivery.since,
        not_before=then,
        message_id=delivery.message_id,
    )


def _settle(delivery: Delivery, state: str, *, code: str = "", reference: str = "") -> bool:
    """Conditional: only what has no fate yet gets one."""
    mine = Delivery.objects.filter(pk=delivery.pk, settled_at=None)
    return bool(mine.update(state=state, code=code[:32], reference=reference[:120], settled_at=now()))
