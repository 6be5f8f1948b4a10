"""Release: what is due becomes inbox items and deliveries ready to leave, in one transaction per batch of persons.

Claims lock the *recipient* (`FOR NO KEY UPDATE SKIP LOCKED`): two workers never share one person's reminders, so that
one day makes one message. A worker that was killed leaves nothing behind: its batch was not committed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from portal.clock import now
from portal.consents.models import Channel, Consent, Purpose
from portal.notices.models import Notice
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery, stable_message_id
from reminders.inbox.models import InboxItem
from reminders.reminders.ladder import when_sms_may_ring
from reminders.reminders.models import Reminder
from reminders.reminders.planning import refresh_next

BATCH = 200
"""Persons per transaction."""


@dataclass(frozen=True)
class Lot:
    """What leaves together to one person: reminders or notices; `column` of the inbox item holds them."""

    citizen: Citizen
    purpose: str
    column: str
    things: Sequence[Any]

    @property
    def group(self) -> str:
        """Named after its first thing, which leaves only once: the same lot never has two names."""
        return f"{self.column}:{self.things[0].pk}"


def release_due() -> int:
    """Releases all reminders that are due; returns how many left."""
    return _until_nothing_is_left(_release_reminders)


def release_notices() -> int:
    """Releases all unhandled notices; returns how many."""
    return _until_nothing_is_left(_release_notices)


def _until_nothing_is_left(batch: Any) -> int:
    total = 0
    while (left := batch(now())) is not None:
        total += left
    return total


@transaction.atomic
def _release_reminders(at: dt.datetime) -> int | None:
    citizens = _claim(Reminder.objects.due(at).filter(recipient=OuterRef("pk")))
    if not citizens:
        return None
    due = Reminder.objects.due(at).filter(recipient__in=citizens)
    touched = list(due.values_list("deadline_id", flat=True))
    due.of_closed_deadlines().settle(Reminder.State.CANCELLED, at)
    due.useless(at).settle(Reminder.State.MISSED, at)
    consents = Consent.objects.channels_of(citizens, [Purpose.REMINDERS])
    asked = {citizen_id for citizen_id, _, _ in consents}
    due.exclude(recipient__in=asked).settle(Reminder.State.CANCELLED, at)  # all consents were withdrawn
    leaving = list(due.order_by("due_at", "id"))
    _let_leave(_lots_by_person(leaving, citizens), consents, at)
    left = Reminder.objects.filter(pk__in=[reminder.pk for reminder in leaving]).settle(Reminder.State.SENT, at)
    refresh_next(Deadline.objects.filter(pk__in=touched))
    return left


@transaction.atomic
def _release_notices(at: dt.datetime) -> int | None:
    citizens = _claim(Notice.objects.unhandled().filter(citizen=OuterRef("pk")))
    if not citizens:
        return None
    notices = list(
        Notice.objects.unhandled().filter(citizen__in=citizens).select_for_update().order_by("created_at", "id")
    )
    by_purpose: dict[tuple[Any, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        by_purpose[notice.citizen_id, notice.purpose].append(notice)
    consents = Consent.objects.channels_of(citizens, {purpose for _, purpose in by_purpose})
    lots = [Lot(citizens[who], purpose, "notice", things) for (who, purpose), things in by_purpose.items()]
    _let_leave(lots, consents, at)
    return Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(handled_at=at)


def _claim(waiting: models.QuerySet) -> dict[Any, Citizen]:
    """Locks some of the persons for whom something waits, leaving those that another worker holds."""
    people = Citizen.objects.filter(Exists(waiting)).order_by("pk")
    claimed = people.select_for_update(skip_locked=True, no_key=True)[:BATCH]
    return {citizen.pk: citizen for citizen in claimed}


def _lots_by_person(reminders: Iterable[Reminder], citizens: dict[Any, Citizen]) -> list[Lot]:
    by_person: dict[Any, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_person[reminder.recipient_id].append(reminder)
    return [Lot(citizens[who], Purpose.REMINDERS, "reminder", things) for who, things in by_person.items()]


def _let_leave(lots: Sequence[Lot], consents: set[tuple], at: dt.datetime) -> None:
    InboxItem.objects.bulk_create(
        InboxItem(citizen=lot.citizen, group=lot.group, created_at=at, **{lot.column: thing})
        for lot in lots
        for thing in lot.things
    )
    Delivery.objects.bulk_create(
        _delivery(lot, channel, at)
        for lot in lots
        for channel in (Channel.EMAIL, Channel.SMS)
        if (lot.citizen.pk, lot.purpose, channel) in consents and contact(lot.citizen, channel)
    )


def contact(citizen: Citizen, channel: str) -> str:
    """The verified address or number of that channel, or nothing."""
    if channel == Channel.EMAIL:
        return citizen.email if citizen.email_verified_at else ""
    return citizen.phone.as_e164 if citizen.has_verified_phone else ""


def _delivery(lot: Lot, channel: str, at: dt.datetime) -> Delivery:
    return Delivery(
        recipient=lot.citizen,
        channel=channel,
        purpose=lot.purpose,
        group=lot.group,
        since=at,
        created_at=at,
        not_before=at if channel == Channel.EMAIL else when_sms_may_ring(at, lot.citizen.time_zone),
        message_id=stable_message_id(lot.citizen.pk, channel, lot.group),
    )
