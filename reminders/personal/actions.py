"""What a person does with a reminder of her own, and its leaving: a notice like any other, that says nothing of it."""

import datetime as dt
import logging
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, transaction

from portal.audit.actions import record
from portal.clock import now
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.models import Citizen, User
from reminders.kinds.models import DeadlineKind
from reminders.personal.ladder import next_instant
from reminders.personal.models import PersonalReminder

logger = logging.getLogger(__name__)
MOST = 200
"""Open at once, for one person: more is a program that writes."""
A_RUN = 500


class TooManyReminders(Exception):
    """The person already has as many as may be open."""


@dataclass(frozen=True)
class Words:
    """What the person typed."""

    title: str
    due_on: dt.date
    due_time: dt.time | None
    days_before: list[int]


@transaction.atomic
def add(
    *, citizen: Citizen, words: Words, wordings: dict[Channel, str], by: User, kind: DeadlineKind | None = None
) -> PersonalReminder:
    """The reminder, and the consents to be reminded, in the sentences shown. Raises TooManyReminders.

    The same words on the same day, while it is open, are the same reminder: two clicks make one."""
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    mine = PersonalReminder.objects.open().filter(citizen=citizen)
    for same in mine.filter(due_on=words.due_on).order_by("pk"):
        if same.title == words.title and same.kind_id == (kind and kind.pk):
            return same
    if mine.count() >= MOST:
        raise TooManyReminders
    for channel, wording in wordings.items():
        give(citizen=citizen, purpose=Purpose.REMINDERS, channel=channel, wording=wording, by=by)
    reminder = PersonalReminder(citizen=citizen, kind=kind, **vars(words))
    reminder.next_at = _next(reminder)
    reminder.save(force_insert=True)
    record("personal_reminder.added", by=by, subject=reminder, citizen=citizen)
    return reminder


@transaction.atomic
def change(*, reminder: PersonalReminder, words: Words, by: User) -> PersonalReminder:
    """Other words, another date: what is still to come follows. One that is done stays as it was."""
    locked = PersonalReminder.objects.select_for_update().get(pk=reminder.pk)
    if locked.is_open:
        for name, value in vars(words).items():
            setattr(locked, name, value)
        locked.next_at = _next(locked)
        locked.save(update_fields=[*vars(words), "next_at"])
        record("personal_reminder.changed", by=by, subject=locked, citizen=locked.citizen)
    return locked


@transaction.atomic
def mark_done(*, reminder: PersonalReminder, by: User) -> bool:
    """Nothing leaves any more. Whether this call closed it."""
    mine = PersonalReminder.objects.open().filter(pk=reminder.pk)
    if not mine.update(closed_at=now(), closed_by=by, next_at=None):
        return False
    record("personal_reminder.done", by=by, subject=reminder, citizen=reminder.citizen)
    return True


@transaction.atomic
def reopen(*, reminder: PersonalReminder, by: User) -> bool:
    """«Ce n’est pas fait, finalement»: what is still to come leaves."""
    mine = PersonalReminder.objects.closed().filter(pk=reminder.pk)
    if not mine.update(closed_at=None, closed_by=None, next_at=_next(reminder)):
        return False
    record("personal_reminder.reopened", by=by, subject=reminder, citizen=reminder.citizen)
    return True


@transaction.atomic
def delete(*, reminder: PersonalReminder, by: User) -> None:
    """It was hers alone: nothing of its words is kept."""
    citizen = reminder.citizen
    if PersonalReminder.objects.filter(pk=reminder.pk).exists():
        record("personal_reminder.deleted", by=by, subject=reminder, citizen=citizen)
        PersonalReminder.objects.filter(pk=reminder.pk).delete()


def tell_due() -> int:
    """Announce those whose instant has come, each in its own transaction: one that fails stops nobody else."""
    due = PersonalReminder.objects.to_tell(now()).order_by("next_at", "pk").values_list("pk", flat=True)
    return sum(_tell_apart(key) for key in list(due[:A_RUN]))


def _tell_apart(key: UUID) -> bool:
    try:
        return _tell(key)
    except DatabaseError:
        logger.exception("personal reminder %s was not announced", key)
        return False


@transaction.atomic
def _tell(key: UUID) -> bool:
    mine = PersonalReminder.objects.to_tell(now()).select_for_update(skip_locked=True, of=("self",))
    reminder = mine.filter(pk=key).select_related("citizen").first()
    if reminder is None:
        return False
    reminder.next_at = _next(reminder)
    reminder.save(update_fields=["next_at"])
    announce(kind=Notice.Kind.PERSONAL, citizen=reminder.citizen, subject=reminder, organization=None, by=None)
    record("personal_reminder.told", by=None, subject=reminder, citizen=reminder.citizen)
    return True


def _next(reminder: PersonalReminder) -> dt.datetime | None:
    zone = reminder.citizen.time_zone
    return next_instant(reminder.due_on, reminder.due_time, reminder.days_before, zone, after=now())
