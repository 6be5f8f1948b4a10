"""The daily sweep: recurring deadlines whose ladder is over open their next date; those held by a mandate that ended
are closed. In batches: one planning and one journal row for each."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import models, transaction

from portal.audit.actions import record
from portal.clock import now, today
from portal.isolation.actions import run_apart
from portal.jobs import running as jobs
from portal.jobs.running import Part
from reminders.deadlines.models import Deadline
from reminders.deadlines.moments import next_date
from reminders.reminders.planning import plan

WORK = "reminders.renew"
"""Its name among what may fail for one person (`portal.isolation`), and among the jobs (`portal.jobs`)."""
UNMANDATED = "reminders.close_unmandated"
BATCH = 1_000
GRACE = 3
"""Days after the date, once its ladder is over, before the next one opens although nobody said that it is done: a
monthly deposit must be open again before its own first reminder."""


def renew_past() -> int:
    """Opens the next date of every open recurring deadline long past, day by day; returns how many. Running twice opens
    once."""
    return jobs.run(work=WORK, step=_renew_some)


def _renew_some(cursor: str) -> Part | None:
    """The batch that follows a deadline (its `place`)."""
    batch = list(_past(today() - dt.timedelta(days=GRACE), cursor)[:BATCH])
    if not batch:
        return None
    people = sorted({deadline.citizen_id for deadline in batch})
    return Part(batch[-1].place, run_apart(work=WORK, people=people, run=partial(_renew_of, batch)))


def renew_past_of(person: UUID) -> int:
    """The same for one person who was set aside. Raises what stops it."""
    return _renew(list(_past(today() - dt.timedelta(days=GRACE)).filter(citizen_id=person)))


def close_unmandated() -> int:
    """A child came of age, a mandate was revoked: nobody is reminded any more for somebody they do not act for."""
    return jobs.run(work=UNMANDATED, step=_close_some)


def _close_some(cursor: str) -> Part | None:
    """What is closed is not found again."""
    keys = list(Deadline.objects.unmandated(today()).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Part(str(keys[-1]), _close(keys)) if keys else None


def _past(day: dt.date, after: str = "") -> models.QuerySet:
    waiting = Deadline.objects.to_renew(day).select_related("kind__organization", "citizen", "concerned")
    return waiting.after(after)


def _renew_of(batch: list[Deadline], people: Sequence[UUID]) -> int:
    """Renew what of the batch is these people's."""
    return _renew([deadline for deadline in batch if deadline.citizen_id in set(people)])


@transaction.atomic
def _renew(batch: list[Deadline]) -> int:
    dated = [(deadline, next_date(deadline)) for deadline in batch]
    fresh = [
        Deadline(
            citizen=deadline.citizen,
            concerned=deadline.concerned,
            kind=deadline.kind,
            due_on=due_on,
            origin=Deadline.Origin.RENEWAL,
            is_private=deadline.is_private,
        )
        for deadline, due_on in dated
        if due_on
    ]
    Deadline.objects.bulk_create(fresh, ignore_conflicts=True)
    # Rows that another sweep made meanwhile were ignored: count and plan what is there.
    mine = Deadline.objects.filter(pk__in=[deadline.pk for deadline in fresh])
    count = mine.count()
    if count:
        plan(mine, at=now())
        record("deadlines.renewed", by=None, detail={"count": count})
    return count


@transaction.atomic
def _close(keys: list[UUID]) -> int:
    mine = Deadline.objects.open().filter(pk__in=keys)
    closed = {"state": Deadline.State.CANCELLED, "closed_at": now(), "later_at": None, "paused_at": None}
    count = mine.update(**closed, paused_by=None)
    plan(Deadline.objects.filter(pk__in=keys), at=now())
    if count:
        record("deadlines.unmandated", by=None, detail={"count": count})
    return count
