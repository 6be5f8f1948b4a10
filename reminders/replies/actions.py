"""What people write back: STOP obeyed, help answered, and whatever else put before somebody who reads it."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.consents.models import Channel
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.people.models import Citizen, User
from portal.work_items.actions import close_items, open_item
from reminders.deliveries.models import Delivery
from reminders.replies.answering import answer, digest_of
from reminders.replies.mail import LONGEST, Mail
from reminders.replies.models import AutomaticAnswer, Reply
from reminders.replies.routing import last_text_to, team_to_read
from reminders.unsubscribing.actions import stop_texts, stopped_by_text
from reminders.unsubscribing.words import understood

KIND = "reminders.reply"
MOST_A_DAY = 20
"""From one sender: the next ones are answered by nobody, and kept by nobody."""
Text = AutomaticAnswer.Text


@transaction.atomic
def receive_text(*, number: str, text: str, key: str) -> Reply | None:
    """Do what a text message asks, once (`key`: a digest of the provider's identifier).

    STOP is confirmed by one message, to whom it withdrew something; then that number gets nothing unless it asks AIDE,
    or its person accepts messages again."""
    asked = understood(text)
    citizen = Citizen.objects.filter(phone=number, phone_verified_at__isnull=False).first()
    has_stopped = asked.is_stop and stop_texts(number=number) > 0
    is_silent = asked.is_stop or citizen is not None and not asked.is_help and stopped_by_text(citizen=citizen)
    reply = None
    if asked.needs_reading and is_within(
        f"replies:{digest_of(number)}", most=MOST_A_DAY, seconds=86_400, kind=CounterKind.KEPT
    ):
        delivery = last_text_to(citizen) if citizen else None
        reply = _keep(channel=Channel.SMS, citizen=citizen, delivery=delivery, text=text, key=key)
    if has_stopped:  # told once: STOP again withdraws nothing
        answer(channel=Channel.SMS, address=number, text=Text.STOPPED, language=_language(citizen))
    elif not is_silent:
        passed = Text.PASSED if reply and reply.team else Text.HELP
        answer(channel=Channel.SMS, address=number, text=passed, language=_language(citizen))
    return reply


@transaction.atomic
def receive_email(*, mail: Mail) -> Reply | None:
    """Tell who answers an e-mail where to write; keep what they say when it answers a message of ours to them."""
    if mail.is_automatic:
        return None
    delivery = _answered(mail)
    citizen = delivery.recipient if delivery else None
    reply = None
    if (
        delivery
        and citizen
        and mail.text
        and is_within(f"replies:{citizen.pk}", most=MOST_A_DAY, seconds=86_400, kind=CounterKind.KEPT)
    ):
        reply = _keep(channel=Channel.EMAIL, citizen=citizen, delivery=delivery, text=mail.text, key=mail.digest)
    text = Text.PASSED if reply and reply.team else Text.UNREAD
    answer(channel=Channel.EMAIL, address=mail.sender, text=text, language=_language(citizen), answered=mail.message_id)
    return reply


@transaction.atomic
def settle(*, reply: Reply, by: User) -> Reply:
    """Somebody read it and did what it asks: its task closes."""
    if Reply.objects.unread().filter(pk=reply.pk).update(settled_at=clock.now(), settled_by=by):
        close_items(subject=reply, kind=KIND, by=by)
        organization = reply.team.organization if reply.team else None
        record("reply.settled", by=by, subject=reply, citizen=reply.citizen, organization=organization)
    reply.refresh_from_db()
    return reply


def _answered(mail: Mail) -> Delivery | None:
    """The message of ours that it answers, when it comes from the address to which we sent it."""
    sent = Delivery.objects.filter(pk__in=mail.keys, channel=Channel.EMAIL).select_related("recipient")
    for delivery in sent.order_by("-attempt", "pk"):
        if mail.sender and delivery.recipient.email.lower() == mail.sender:
            return delivery
    return None


def _keep(*, channel: str, citizen: Citizen | None, delivery: Delivery | None, text: str, key: str) -> Reply:
    """Without a team that may know the person, it is kept as nobody's."""
    team = team_to_read(citizen, delivery) if citizen else None
    person = citizen if team else None
    reply, created = Reply.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "citizen": person,
            "team": team,
            "delivery": delivery if team else None,
            "body": text.replace("\x00", "")[:LONGEST],
        },
    )
    if created and team:
        due_on = clock.today() + dt.timedelta(days=team.answer_days)
        open_item(kind=KIND, subject=reply, by=None, team=team, due_at=clock.end_of_day(due_on, settings.TIME_ZONE))
    if created:
        organization = team.organization if team else None
        record("reply.received", by=None, subject=reply, citizen=person, organization=organization)
    return reply


def _language(citizen: Citizen | None) -> str:
    return citizen.language if citizen else Citizen.Language.FRENCH
