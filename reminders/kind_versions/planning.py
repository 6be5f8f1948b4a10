"""Open deadlines of a kind are planned again when it is published or retired."""

import datetime as dt
from functools import partial
from uuid import UUID

from portal.clock import now
from portal.jobs import running as jobs
from portal.jobs.running import Part
from reminders.deadlines.models import Deadline
from reminders.kind_versions.models import KindVersion
from reminders.kinds.models import DeadlineKind
from reminders.reminders.planning import plan

REPLAN = "reminders.replan"
"""Its name among the jobs (`portal.jobs`); its scope: a version, and when its kind changed last."""
AT_ONCE = 1_000
"""Deadlines planned again in the same transaction; beyond, a task does it in batches and the sweep finishes it."""
BATCH = 5_000


def replan(version: KindVersion) -> int:
    """Plans the kind's open deadlines again, the nearest first, each batch in its own transaction; from where it was
    after a crash, and from the first one when the kind changed meanwhile (published again, retired). Returns how many
    reminders are new or moved."""
    read = DeadlineKind.objects.values_list("updated_at", flat=True).get(pk=version.kind_id)
    scope = f"{version.pk} {read.isoformat()}"
    jobs.forget(work=REPLAN, scopes=f"{version.pk} ", but=scope)
    total = -(-Deadline.objects.open().filter(kind=version.kind_id).count() // BATCH)
    moved = jobs.run(work=REPLAN, scope=scope, step=partial(_replan_some, version.kind_id), total=total)
    if jobs.is_finished(work=REPLAN, scope=scope):
        same = KindVersion.objects.to_replan().filter(pk=version.pk, kind__updated_at=read)
        same.update(replanned_at=now())
    return moved


def _replan_some(kind_id: UUID, cursor: str) -> Part | None:
    """The batch that follows a deadline (its `place`)."""
    batch = list(Deadline.objects.open().filter(kind=kind_id).after(cursor).only("due_on")[:BATCH])
    if not batch:
        return None
    return Part(batch[-1].place, plan(Deadline.objects.filter(pk__in=[one.pk for one in batch]), at=now()))


def replan_published() -> int:
    """Every version in force whose deadlines are not planned again yet; returns how many reminders changed."""
    return sum(replan(version) for version in KindVersion.objects.to_replan().order_by("published_at"))


def plan_again(kind: DeadlineKind, at: dt.datetime) -> None:
    """The open deadlines of a kind that was just published or retired: at once when they are few; else by the sweep,
    within seconds. Meanwhile each reminder is checked against its kind before it leaves."""
    scope = Deadline.objects.open().filter(kind=kind)
    in_force = kind.versions.in_force()
    if scope.count() <= AT_ONCE or not in_force.exists():  # a kind without a version has no row for the sweep to find
        plan(scope, at=at)
        in_force.update(replanned_at=at)
    else:
        in_force.update(replanned_at=None)
