"""Asking for a trial, sending it, and saying that it arrived.

The row and its `Delivery` are committed, marked as attempted, before anything leaves: should the worker die, the reaper
makes it uncertain, and nothing is sent again (a trial carries nothing: the person asks for another)."""

import datetime as dt
import logging

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from portal.account_notices.outbox import bare_address
from portal.audit.actions import record
from portal.channels import ChannelError, email, sms
from portal.clock import now
from portal.consents.models import Channel, Purpose
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
from reminders.trials.models import Trial

logger = logging.getLogger(__name__)
AN_HOUR, PER_HOUR = dt.timedelta(hours=1), 4
SENDING_FOR = dt.timedelta(minutes=3)
TASK = "reminders.send_trial"
GROUP = "trial:"
"""How a group of deliveries that carries nothing but a trial begins."""


class TooManyTrials(Exception):
    """So many within an hour that somebody else would be paying for them."""


class NoContactPoint(Exception):
    """No verified address or number for that channel."""


@transaction.atomic
def ask(*, citizen: Citizen, channel: Channel, by: User) -> Trial:
    """One message to the person's own verified address, at once. Raises TooManyTrials, NoContactPoint."""
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)  # two clicks are counted one after the other
    if not points_of(citizen)[channel].has_trial:
        raise NoContactPoint
    if Trial.objects.filter(citizen=citizen, channel=channel).asked_since(now() - AN_HOUR).count() >= PER_HOUR:
        raise TooManyTrials
    trial = Trial(citizen=citizen, channel=channel, address=point_of(citizen, channel), asked_by=by)
    if channel == Channel.INBOX:
        trial.item = _put_in_inbox(trial)
    else:
        trial.delivery = _make_delivery(trial)
        transaction.on_commit(lambda: _ring(trial), robust=True)
    trial.save(force_insert=True)
    record("trial.asked", by=by, subject=trial, citizen=citizen, detail={"channel": channel})
    return trial


def send(*, trial: Trial) -> bool:
    """Hands it over, once whatever the bells; True when the provider accepted it. No transaction is open meanwhile."""
    if not Trial.objects.filter(pk=trial.pk, left_at=None, delivery__state="attempted").update(left_at=now()):
        return False
    try:
        with speaking(trial.citizen.language):
            reference = _send(trial)
    except ChannelError as error:
        permanent = error.permanent and not error.uncertain
        state = Delivery.State.FAILED if permanent else Delivery.State.UNCERTAIN
        _settle(trial, state, code=error.code)
        if error.undeliverable:
            suspend_refused([trial.delivery_id])
        logger.info("trial %s not accepted: %s", trial.pk, error.code)
        return False
    _settle(trial, Delivery.State.ACCEPTED, reference=reference)
    return True


@transaction.atomic
def confirm_arrival(*, trial: Trial, by: User) -> Trial:
    """«Je l’ai bien reçu»: a suspension of that very address is lifted."""
    if trial.state != "accepted":
        return trial
    if Trial.objects.filter(pk=trial.pk, arrived_at=None).update(arrived_at=now(), arrived_by=by):
        record("trial.arrived", by=by, subject=trial, citizen=trial.citizen, detail={"channel": trial.channel})
        proved = Suspension.objects.in_force().filter(
            citizen=trial.citizen, channel=trial.channel, address=trial.address
        )
        for suspension in proved.order_by("since", "pk"):
            lift(suspension=suspension, by=by)
    trial.refresh_from_db(fields=["arrived_at", "arrived_by"])
    return trial


def _put_in_inbox(trial: Trial) -> InboxItem:
    """A notice already handled: it goes nowhere else."""
    notice = Notice.objects.create(
        kind=Notice.Kind.TRIAL,
        citizen=trial.citizen,
        subject_type=Trial._meta.label_lower,
        subject_id=trial.pk,
        handled_at=now(),
    )
    return InboxItem.objects.create(citizen=trial.citizen, notice=notice, created_at=now())


def _make_delivery(trial: Trial) -> Delivery:
    group = f"{GROUP}{trial.pk}"
    delivery = Delivery.objects.create(
        id=message_key(trial.citizen_id, trial.channel, group),
        recipient=trial.citizen,
        channel=trial.channel,
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


def _ring(trial: Trial) -> None:
    current_app.send_task(TASK, args=[str(trial.pk)], expires=SENDING_FOR.total_seconds())


def _send(trial: Trial) -> str:
    """The provider's reference, when it has one. Raises ChannelError."""
    if trial.channel == Channel.SMS:
        text = render_to_string("reminders/emails/trial.sms.txt").strip()
        return sms.send(to=trial.address, text=text, reference=str(trial.delivery_id))
    ways = {"site": bare_address(), "phone": settings.HELP_PHONE}
    email.send(
        to=trial.address,
        subject=render_to_string("reminders/emails/trial.subject.txt").strip(),
        text=render_to_string("reminders/emails/trial.text.txt", ways).strip() + "\n",
        html=render_to_string("reminders/emails/trial.html", ways),
        message_id=trial.delivery.message_id,
    )
    return ""


def _settle(trial: Trial, state: str, *, code: str = "", reference: str = "") -> None:
    """Conditional: what the reaper, or a provider's answer, has settled meanwhile stays."""
    mine = Delivery.objects.filter(pk=trial.delivery_id, settled_at=None)
    result = {"state": state, "code": code[:32], "reference": reference[:120], "settled_at": now()}
    mine.update(**result, claimed_by=None, claimed_until=None)
