"""What happens to a deadline; each action re-plans its reminders in the same transaction."""

import datetime as dt

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.people.models import Citizen, User
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from reminders.reminders.planning import plan


class KindNotPublished(Exception):
    """Its organization has not confirmed it yet: nobody is reminded of it."""


class DeadlineClosed(Exception):
    """It was done or set aside meanwhile."""


@transaction.atomic
def follow(
    *,
    citizen: Citizen,
    kind: DeadlineKind,
    due_on: dt.date,
    wordings: dict[Channel, str],
    by: User,
    concerned: Citizen | None = None,
) -> Deadline:
    """«Me le rappeler»: the deadline, and the consents to be reminded, with the wording shown for each channel."""
    for channel, wording in wordings.items():
        give(citizen=citizen, purpose=Purpose.REMINDERS, channel=channel, wording=wording, by=by)
    return open_deadline(citizen=citizen, concerned=concerned, kind=kind, due_on=due_on, by=by)


@transaction.atomic
def open_deadline(
    *,
    citizen: Citizen,
    kind: DeadlineKind,
    due_on: dt.date,
    by: User | None,
    concerned: Citizen | None = None,
    origin: str = Deadline.Origin.CITIZEN,
) -> Deadline:
    """The open deadline of that day, new or already there: two clicks make one. Raises KindNotPublished."""
    if not kind.is_published:
        raise KindNotPublished
    deadline, created = Deadline.objects.open().get_or_create(
        citizen=citizen,
        concerned=concerned or citizen,
        kind=kind,
        due_on=due_on,
        defaults={"author": by, "origin": origin, "state": Deadline.State.OPEN},
    )
    if created:
        record("deadline.opened", by=by, subject=deadline, citizen=citizen, organization=kind.organization)
    return _replan(deadline)


@transaction.atomic
def mark_done(*, deadline: Deadline, by: User) -> Deadline:
    """The act is done: no later step leaves, even if it is already queued."""
    return _close(deadline, Deadline.State.DONE, "deadline.done", by)


@transaction.atomic
def set_aside(*, deadline: Deadline, by: User) -> Deadline:
    """«Pas pour moi»."""
    return _close(deadline, Deadline.State.CANCELLED, "deadline.set_aside", by)


@transaction.atomic
def move(*, deadline: Deadline, due_on: dt.date, by: User) -> Deadline:
    """Another date: steps of the former one are cancelled, those that left stay, the new ladder is planned.

    Raises DeadlineClosed; IntegrityError when the person already follows that kind on that date."""
    mine = Deadline.objects.open().filter(pk=deadline.pk)
    if not mine.update(due_on=due_on):
        raise DeadlineClosed
    detail = {"from": str(deadline.due_on), "to": str(due_on)}
    record("deadline.moved", by=by, subject=deadline, citizen=deadline.citizen, detail=detail)
    return _replan(deadline)


def _close(deadline: Deadline, state: str, verb: str, by: User) -> Deadline:
    mine = Deadline.objects.open().filter(pk=deadline.pk)
    if mine.update(state=state, closed_at=now(), closed_by=by):
        record(verb, by=by, subject=deadline, citizen=deadline.citizen)
    return _replan(deadline)


def _replan(deadline: Deadline) -> Deadline:
    plan(Deadline.objects.filter(pk=deadline.pk), at=now())
    deadline.refresh_from_db()
    return deadline
