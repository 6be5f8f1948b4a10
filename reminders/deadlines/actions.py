"""What happens to a deadline; each action re-plans its reminders in the same transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.audit.actions import record
from portal.clock import now, today
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.mandates.actions import declare_child
from portal.people.actions import describe
from portal.people.models import Citizen, User
from reminders.deadlines.models import Deadline
from reminders.deadlines.moments import last_useful, next_date
from reminders.deadlines.payments import found, look_for
from reminders.kinds.models import DeadlineKind
from reminders.reminders.planning import plan


class KindNotPublished(Exception):
    """Its organization has not confirmed it yet: nobody is reminded of it."""


class DeadlineClosed(Exception):
    """It was done or set aside meanwhile."""


class DeadlineFollowed(Exception):
    """The same date of the same kind is already open for that person."""


class NoMandate(Exception):
    """It is for somebody for whom the person told does not act any more."""


class TooLate(Exception):
    """The instant asked for is past, or comes after the reminder can still be useful."""


class CannotBeMissed(Exception):
    """Only an appointment can be missed, and only a payment whose day has come not received; another date is late."""


@transaction.atomic
def follow(
    *,
    citizen: Citizen,
    kind: DeadlineKind,
    due_on: dt.date,
    wordings: dict[Channel, str],
    by: User,
    concerned: Citizen | None = None,
    due_time: dt.time | None = None,
    renews: bool = True,
) -> Deadline:
    """«Me le rappeler»: the deadline, and the consents to be reminded, with the wording shown for each channel."""
    for channel, wording in wordings.items():
        give(citizen=citizen, purpose=Purpose.REMINDERS, channel=channel, wording=wording, by=by)
    return open_deadline(
        citizen=citizen, concerned=concerned, kind=kind, due_on=due_on, due_time=due_time, renews=renews, by=by
    )


@transaction.atomic
def follow_with_birth_date(*, birth_date: dt.date, by: User, **asked: Any) -> Deadline:
    """Keeps the birth date that the person just gave, because the date comes from it, then follows: both or neither."""
    describe(citizen=asked["citizen"], birth_date=birth_date, by=by)
    return follow(by=by, **asked)


@transaction.atomic
def follow_for_new_child(*, child: dict[str, Any], by: User, **asked: Any) -> Deadline:
    """Declares the minor, then follows for them: both or neither. Raises NotMinor, TooManyChildren."""
    return follow(concerned=declare_child(**child, by=by), by=by, **asked)


@transaction.atomic
def open_deadline(
    *,
    citizen: Citizen,
    kind: DeadlineKind,
    due_on: dt.date,
    by: User | None,
    concerned: Citizen | None = None,
    origin: str = Deadline.Origin.CITIZEN,
    due_time: dt.time | None = None,
    renews: bool = True,
) -> Deadline:
    """The open deadline of that day, new or already there: two clicks make one. Raises KindNotPublished.

    Asked again, its hour and whether it comes back are what was said last. What the person asked for is hers alone,
    until her organization gives the same date; what comes back is as private as what it follows. `due_time` bears the
    zone of its place when it is not the team's or the organization's."""
    if not kind.is_published:
        raise KindNotPublished
    said: dict[str, Any] = {**_hour_columns(due_time), "renews": renews}
    whose = {"citizen": citizen, "concerned": concerned or citizen, "kind": kind}
    theirs = origin in Deadline.OF_THE_ORGANIZATION
    if origin == Deadline.Origin.RENEWAL:
        former = Deadline.objects.filter(**whose, due_on__lt=due_on).order_by("-due_on", "pk").first()
        private = former is None or former.is_private
    else:
        private = not theirs
    deadline, created = Deadline.objects.open().get_or_create(
        **whose,
        due_on=due_on,
        defaults={"author": by, "origin": origin, "state": Deadline.State.OPEN, "is_private": private, **said},
    )
    if created:
        record("deadline.opened", by=by, subject=deadline, citizen=citizen, organization=kind.organization)
        return _replan(deadline)
    if theirs and deadline.is_private:
        said["is_private"] = False
        record("deadline.shared", by=by, subject=deadline, citizen=citizen, organization=kind.organization)
    Deadline.objects.filter(pk=deadline.pk).exclude(**said).update(**said, sequence=F("sequence") + 1)
    return _replan(deadline)


@transaction.atomic
def mark_done(*, deadline: Deadline, by: User | None) -> Deadline:
    """The act is done: no later step leaves, even if it is already queued; a recurring kind opens its next date."""
    mine = _close(deadline, Deadline.State.DONE, "deadline.done", by)
    if mine:
        renew(deadline=deadline, by=by)
    return _replan(deadline)


@transaction.atomic
def set_aside(*, deadline: Deadline, by: User | None) -> Deadline:
    """«Pas pour moi»: it does not come back either."""
    _close(deadline, Deadline.State.CANCELLED, "deadline.set_aside", by)
    return _replan(deadline)


@transaction.atomic
def mark_missed(*, deadline: Deadline, by: User | None) -> Deadline:
    """The person did not come to the appointment, or did not receive the payment, even one said to be made: its own
    notice leaves. A team of whoever pays is asked to look for it. Raises CannotBeMissed."""
    nature = deadline.kind.nature
    is_payment = nature == DeadlineKind.Nature.PAYOUT and deadline.due_on <= today(deadline.citizen.time_zone)
    if nature != DeadlineKind.Nature.APPOINTMENT and not is_payment:
        raise CannotBeMissed
    states = [Deadline.State.OPEN, Deadline.State.DONE] if is_payment else [Deadline.State.OPEN]
    if _close(deadline, Deadline.State.MISSED, "deadline.missed", by, states=states) and is_payment:
        look_for(deadline, by=by)
    return _replan(deadline)


@transaction.atomic
def reopen(*, deadline: Deadline, by: User) -> Deadline:
    """«Ce n’est pas fait, finalement»: steps still to come are planned again; the next date it had opened is closed.

    Raises DeadlineFollowed when the person follows that date again meanwhile, NoMandate."""
    closed = Deadline.objects.closed().filter(pk=deadline.pk)
    try:
        with transaction.atomic():
            mine = closed.update(state=Deadline.State.OPEN, closed_at=None, closed_by=None)
    except IntegrityError:
        raise DeadlineFollowed from None
    if Deadline.objects.unmandated(today()).filter(pk=deadline.pk).exists():
        raise NoMandate  # and what was opened just above is not
    if mine:
        record("deadline.reopened", by=by, subject=deadline, citizen=deadline.citizen)
        if deadline.kind.nature == DeadlineKind.Nature.PAYOUT:
            found([deadline.pk], by=by)
        for later in Deadline.objects.renewed_from(deadline):
            set_aside(deadline=later, by=by)
    return _replan(deadline)


@transaction.atomic
def move(*, deadline: Deadline, due_on: dt.date, by: User | None, due_time: dt.time | None = None) -> Deadline:
    """Another date: steps of the former one are cancelled, those that left stay, the new ladder is planned.

    An appointment keeps its hour and place unless another hour is told, with its place's zone. Raises DeadlineClosed;
    IntegrityError when the person already follows that kind on that date."""
    mine = Deadline.objects.open().filter(pk=deadline.pk)
    if not mine.update(
        due_on=due_on, later_at=None, sequence=F("sequence") + 1, **(_hour_columns(due_time) if due_time else {})
    ):
        raise DeadlineClosed
    detail = {"from": str(deadline.due_on), "to": str(due_on)}
    record("deadline.moved", by=by, subject=deadline, citizen=deadline.citizen, detail=detail)
    return _replan(deadline)


@transaction.atomic
def pause(*, deadline: Deadline, by: User) -> Deadline:
    """«Traité par téléphone»: nothing leaves until somebody resumes it. Raises DeadlineClosed."""
    mine = Deadline.objects.open().filter(pk=deadline.pk)
    if mine.filter(paused_at=None).update(paused_at=now(), paused_by=by):
        record("deadline.paused", by=by, subject=deadline, citizen=deadline.citizen)
    elif not mine.exists():
        raise DeadlineClosed
    return _replan(deadline)


@transaction.atomic
def resume(*, deadline: Deadline, by: User) -> Deadline:
    """The ladder goes on with the steps still to come; those whose day passed meanwhile are not caught up."""
    paused = Deadline.objects.filter(pk=deadline.pk, paused_at__isnull=False)
    if paused.update(paused_at=None, paused_by=None):
        record("deadline.resumed", by=by, subject=deadline, citizen=deadline.citizen)
    return _replan(deadline)


@transaction.atomic
def remind_later(*, deadline: Deadline, at: dt.datetime, by: User) -> Deadline:
    """«Me le rappeler plus tard»: silent until `at` (aware), when one reminder leaves; the steps after it stay.

    Raises TooLate when `at` is past or after the last useful moment, DeadlineClosed."""
    if not now() < at <= last_useful(deadline, today(deadline.citizen.time_zone)):
        raise TooLate
    if not Deadline.objects.open().filter(pk=deadline.pk).update(later_at=at):
        raise DeadlineClosed
    record("deadline.put_off", by=by, subject=deadline, citizen=deadline.citizen, detail={"until": at.isoformat()})
    return _replan(deadline)


@transaction.atomic
def renew(*, deadline: Deadline, by: User | None) -> Deadline | None:
    """The next date of a recurring kind, for the same persons and with the same choice; None when it does not come
    back, or when that date was already opened (even if it was set aside since)."""
    due_on = next_date(deadline)
    siblings = Deadline.objects.siblings_of(deadline)
    if due_on is None or siblings.filter(due_on=due_on).exists():
        return None
    return open_deadline(
        citizen=deadline.citizen,
        concerned=deadline.concerned,
        kind=deadline.kind,
        due_on=due_on,
        by=by,
        origin=Deadline.Origin.RENEWAL,
    )


def _hour_columns(due_time: dt.time | None) -> dict[str, Any]:
    """Return the columns of an hour, whose zone is its place's own, or "" without one."""
    zone = due_time.tzinfo if due_time else None
    assert zone is None or isinstance(zone, ZoneInfo)  # as `placed` makes it
    return {"due_time": due_time and due_time.replace(tzinfo=None), "time_zone": zone.key if zone else ""}


def _close(
    deadline: Deadline, state: str, verb: str, by: User | None, *, states: Sequence[str] = (Deadline.State.OPEN,)
) -> bool:
    """Whether this call closed it: two clicks close once."""
    closed: dict[str, Any] = {"state": state, "closed_at": now(), "closed_by": by}
    mine = Deadline.objects.filter(pk=deadline.pk, state__in=states)
    if not mine.update(**closed, later_at=None, paused_at=None, paused_by=None):
        return False
    record(verb, by=by, subject=deadline, citizen=deadline.citizen)
    return True


def _replan(deadline: Deadline) -> Deadline:
    plan(Deadline.objects.filter(pk=deadline.pk), at=now())
    deadline.refresh_from_db()
    return deadline
