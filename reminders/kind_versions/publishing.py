"""Publishing: the draft becomes the rows in force, and open deadlines are planned again. What left is never repeated:
a step keeps its row when it is moved or reworded, and `plan` never touches a reminder that left."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.catalogue.actions import put
from portal.clock import now
from portal.people.models import User
from portal.publishing import reviews
from reminders.deadlines.models import Deadline
from reminders.kind_versions.actions import VersionClosed, write
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.naming import follow_draft
from reminders.kind_versions.reading import content_in_force
from reminders.kind_versions.review import remarks_on
from reminders.kinds.content import Content, StepContent, time_read
from reminders.kinds.index import line_of
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.teams import team_of
from reminders.linter.remarks import Remark
from reminders.linter.whole import says_grave
from reminders.reminders.planning import plan

AT_ONCE = 1_000
"""Deadlines planned again in the same transaction; beyond, a task does it in batches and the sweep finishes it."""
BATCH = 5_000


class KindRefused(Exception):
    """The linter found errors: `remarks` says which."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(", ".join(remark.code for remark in remarks))
        self.remarks = remarks


class NeedsAnotherPerson(Exception):
    """So many people are concerned, or so delicate are the words, that one asks and another approves."""


def needs_two(kind: DeadlineKind, content: Content) -> bool:
    """So many people are concerned, or its messages would say a word of health, justice or status."""
    return says_grave(content) or Deadline.objects.open().filter(kind=kind).count() > settings.TWO_PERSONS_ABOVE


@transaction.atomic
def submit(*, version: KindVersion, by: User) -> KindVersion:
    """Asks another administrator to approve. Raises Refused, VersionClosed."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=version.kind.organization_id)
    _refuse_errors(version)
    if not reviews.ask(KindVersion.objects.all(), version, by):
        raise VersionClosed
    return _told("deadline_kind.submitted", version, by)


@transaction.atomic
def withdraw(*, version: KindVersion, by: User) -> KindVersion:
    """Who asked takes the request back: it is a draft again. Raises VersionClosed."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=version.kind.organization_id)
    if not reviews.take_back(KindVersion.objects.all(), version, by):
        raise VersionClosed
    return _told("deadline_kind.withdrawn", version, by)


@transaction.atomic
def send_back(*, version: KindVersion, why: str, by: User) -> KindVersion:
    """Another person does not approve, and says why: it is a draft again. Raises VersionClosed."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=version.kind.organization_id)
    if not reviews.send_back(KindVersion.objects.all(), version, why, by):
        raise VersionClosed
    return _told("deadline_kind.sent_back", version, by)


@transaction.atomic
def draft_as_it_is(*, kind: DeadlineKind, by: User) -> KindVersion:
    """A version that says what the rows say: for a kind of the reference data that needs no change."""
    return write(kind=kind, content=content_in_force(kind), revision=0, by=by)


@transaction.atomic
def publish(*, version: KindVersion, by: User) -> DeadlineKind:
    """From now on this is what citizens read and receive.

    1. The draft is taken as it was read: a draft written meanwhile is not what was reviewed.
    2. The linter's errors refuse it; above a number of open deadlines, or for delicate words, so does having asked
       for it oneself.
    3. Its columns and steps are written on the rows in force; the former version is replaced.
    4. Open deadlines are planned again.
    Raises Refused, NeedsAnotherPerson, VersionClosed, PermissionDenied."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=version.kind.organization_id)
    kind = DeadlineKind.objects.select_for_update(no_key=True).get(pk=version.kind_id)
    fresh = KindVersion.objects.open().select_for_update(no_key=True).filter(pk=version.pk).first()
    if fresh is None or fresh.revision != version.revision:
        raise VersionClosed
    _refuse_errors(fresh)
    if not reviews.may_publish(fresh, by, needs_two=needs_two(kind, fresh.written)):
        raise NeedsAnotherPerson
    at = now()
    content = _put_in_force(kind, fresh.written, by, at)
    kind.versions.in_force().update(state=KindVersion.State.REPLACED)
    fresh.content, fresh.state = content.as_json(), KindVersion.State.PUBLISHED
    fresh.published_at, fresh.published_by = at, by
    fresh.save()
    _told("deadline_kind.published", fresh, by)
    put(lines=[line_of(kind)])
    plan_again(kind, at)
    return kind


def replan(version: KindVersion) -> int:
    """Plans the kind's open deadlines again, batch by batch, each in its own transaction; again from the start after a
    crash, which changes nothing already done, and once more when the kind changed meanwhile (published again, retired).
    Returns how many reminders are new or moved."""
    read = DeadlineKind.objects.values_list("updated_at", flat=True).get(pk=version.kind_id)
    ids = list(Deadline.objects.open().filter(kind=version.kind_id).order_by("pk").values_list("pk", flat=True))
    moved = sum(
        plan(Deadline.objects.filter(pk__in=ids[start : start + BATCH]), at=now())
        for start in range(0, len(ids), BATCH)
    )
    same = KindVersion.objects.to_replan().filter(pk=version.pk, kind__updated_at=read)
    same.update(replanned_at=now())
    return moved


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


def _refuse_errors(version: KindVersion) -> None:
    errors = [remark for remark in remarks_on(version.written, version.kind.organization) if remark.is_error]
    if errors:
        raise KindRefused(errors)


def _put_in_force(kind: DeadlineKind, content: Content, by: User, at: dt.datetime) -> Content:
    """Writes the rows; returns the content with the row of each step."""
    follow_draft(kind, content)
    for name, value in content.columns.items():
        if name != "team":
            setattr(kind, name, time_read(value) if name == "send_at" else value)
    kind.team = team_of(kind, content.columns["team"])
    content = Content(content.columns | {"team": kind.team.name if kind.team else ""}, content.steps)
    kind.state = DeadlineKind.State.PUBLISHED
    kind.published_at, kind.published_by, kind.updated_at = at, by, at
    kind.save()
    rows = {row.pk: row for row in kind.steps.order_by("pk")}
    # All are retired first: two steps may exchange their days, and a day belongs to one step in force.
    kind.steps.filter(retired_at=None).update(retired_at=at)
    return Content(content.columns, tuple(_put_step(kind, step, rows, content) for step in content.steps))


def _put_step(kind: DeadlineKind, step: StepContent, rows: dict[int, ReminderStep], content: Content) -> StepContent:
    """The row it already is; else one that had that day once, so that a step dropped and put back does not repeat; else
    a new one. A row taken leaves `rows`: it serves once."""
    row = rows.pop(step.id or 0, None) or _same_day(step, rows, content) or ReminderStep(kind=kind)
    row.moment, row.offset_days = step.moment, step.offset_days
    row.text_fr, row.text_en, row.by_channel, row.retired_at = step.text_fr, step.text_en, step.by_channel, None
    row.save()
    return StepContent(**vars(step) | {"id": row.pk})


def _same_day(step: StepContent, rows: dict[int, ReminderStep], content: Content) -> ReminderStep | None:
    kept = {other.id for other in content.steps}
    once = [pk for pk, row in rows.items() if pk not in kept and (row.moment, row.offset_days) == _day_of(step)]
    return rows.pop(once[-1]) if once else None


def _day_of(step: StepContent) -> tuple[str, int]:
    return step.moment, step.offset_days


def _told(verb: str, version: KindVersion, by: User) -> KindVersion:
    kind = version.kind
    record(verb, by=by, subject=kind, organization=kind.organization, detail={"version": version.number})
    version.refresh_from_db()
    return version
