"""Asking for a test message, sending it, and saying that it arrived.

The row and its `Delivery` are committed, marked as attempted, before anything leaves: should the worker die, the reaper
makes it uncertain, and nothing is sent again (a test message carries nothing: the person asks for another)."""

import datetime as dt
import logging

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from portal.account_notices.outbox import bare_address
from portal.audit.actions import record
from portal.clock import now
from portal.consents.models import Channel, Purpose
from portal.foundation.channels import ChannelError, email, sms
from portal.notices.models import Notice
from portal.people.models import Citizen, User
from reminders.deliveries.models import Delivery, message_key
from reminders.deliveries.refusals import suspend_refused
from reminders.inbox.models import InboxItem
from reminders.kinds.texts import speaking
from reminders.preferences.points import points_of
from reminders.suspensions.actions import lift
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import point_of
from reminders.test_messages.models import TestMessage

logger = logging.getLogger(__name__)
AN_HOUR, PER_HOUR = dt.timedelta(hours=1), 4
SENDING_FOR = dt.timedelta(minutes=3)
TASK = "reminders.send_test_message"
GROUP = "test_message:"
"""How a group of deliveries that carries nothing but a test message begins."""


class TooManyTestMessages(Exception):
    """So many within an hour that somebody else would be paying for them."""


class NoContactPoint(Exception):
    """No verified address or number for that channel."""


@transaction.atomic
def ask(*, citizen: Citizen, channel: Channel, by: User) -> TestMessage:
    """One message to the person's own verified address, at once. Raises TooManyTestMessages, NoContactPoint."""
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)  # two clicks are counted one after the other
    if not points_of(citizen)[channel].offers_test_message:
        raise NoContactPoint
    if TestMessage.objects.filter(citizen=citizen, channel=channel).asked_since(now() - AN_HOUR).count() >= PER_HOUR:
        raise TooManyTestMessages
    test_message = TestMessage(citizen=citizen, channel=channel, address=point_of(citizen, channel), asked_by=by)
    if channel == Channel.INBOX:
        test_message.item = _put_in_inbox(test_message)
    else:
        test_message.delivery = _make_delivery(test_message)
        transaction.on_commit(lambda: _ring(test_message), robust=True)
    test_message.save(force_insert=True)
    record("test_message.asked", by=by, subject=test_message, citizen=citizen, detail={"channel": channel})
    return test_message


def send(*, test_message: TestMessage) -> bool:
    """Hands it over, once whatever the bells; True when the provider accepted it. No transaction is open meanwhile."""
    if not TestMessage.objects.filter(pk=test_message.pk, left_at=None, delivery__state="attempted").update(
        left_at=now()
    ):
        return False
    try:
        with speaking(test_message.citizen.language):
            reference = _send(test_message)
    except ChannelError as error:
        permanent = error.permanent and not error.uncertain
        state = Delivery.State.FAILED if permanent else Delivery.State.UNCERTAIN
        _settle(test_message, state, code=error.code)
        if error.undeliverable and test_message.delivery_id:
            suspend_refused([test_message.delivery_id])
        logger.info("test_message %s not accepted: %s", test_message.pk, error.code)
        return False
    _settle(test_message, Delivery.State.ACCEPTED, reference=reference)
    return True


@transaction.atomic
def confirm_receipt(*, test_message: TestMessage, by: User) -> TestMessage:
    """«Je l’ai bien reçu»: a suspension of that very address is lifted."""
    if test_message.state != "accepted":
        return test_message
    if TestMessage.objects.filter(pk=test_message.pk, arrived_at=None).update(arrived_at=now(), arrived_by=by):
        record(
            "test_message.arrived",
            by=by,
            subject=test_message,
            citizen=test_message.citizen,
            detail={"channel": test_message.channel},
        )
        proved = Suspension.objects.in_force().filter(
            citizen=test_message.citizen, channel=test_message.channel, address=test_message.address
        )
        for suspension in proved.order_by("since", "pk"):
            lift(suspension=suspension, by=by)
    test_message.refresh_from_db(fields=["arrived_at", "arrived_by"])
    return test_message


def _put_in_inbox(test_message: TestMessage) -> InboxItem:
    """A notice already handled: it goes nowhere else."""
    notice = Notice.objects.create(
        kind=Notice.Kind.TEST_MESSAGE,
        citizen=test_message.citizen,
        subject_type=TestMessage._meta.label_lower,
        subject_id=test_message.pk,
        handled_at=now(),
    )
    return InboxItem.objects.create(citizen=test_message.citizen, notice=notice, created_at=now())


def _make_delivery(test_message: TestMessage) -> Delivery:
    group = f"{GROUP}{test_message.pk}"
    delivery = Delivery.objects.create(
        id=message_key(test_message.citizen_id, test_message.channel, group),
        recipient=test_message.citizen,
        channel=test_message.channel,
        purpose=Purpose.REMINDERS,
        group=group,
        state=Delivery.State.ATTEMPTED,
        since=now(),
        not_before=now(),
        attempted_at=now(),
        followed_up_at=now(),  # no other channel, no agent: the person is at the page and sees what came of it
    )
    Delivery.objects.filter(pk=delivery.pk).lease(SENDING_FOR)
    return delivery


def _ring(test_message: TestMessage) -> None:
    current_app.send_task(TASK, args=[str(test_message.pk)], expires=SENDING_FOR.total_seconds())


def _send(test_message: TestMessage) -> str:
    """The provider's reference, when it has one. Raises ChannelError."""
    if test_message.channel == Channel.SMS:
        text = render_to_string("reminders/emails/test_message.sms.txt").strip()
        return sms.send(to=test_message.address, text=text, reference=str(test_message.delivery_id))
    assert test_message.delivery is not None  # an e-mail is no item of the inbox
    ways = {"site": bare_address(), "phone": settings.HELP_PHONE}
    email.send(
        to=test_message.address,
        subject=render_to_string("reminders/emails/test_message.subject.txt").strip(),
        text=render_to_string("reminders/emails/test_message.text.txt", ways).strip() + "\n",
        html=render_to_string("reminders/emails/test_message.html", ways),
        message_id=test_message.delivery.message_id,
    )
    return ""


def _settle(test_message: TestMessage, state: str, *, code: str = "", reference: str = "") -> None:
    """Conditional: what the reaper, or a provider's answer, has settled meanwhile stays."""
    assert test_message.delivery_id is not None  # what is in the inbox is settled already
    mine = Delivery.objects.filter(pk=test_message.delivery_id, settled_at=None)
    result = {"state": state, "code": code[:32], "reference": reference[:120], "settled_at": now()}
    mine.update(**result, claimed_by=None, claimed_until=None)
