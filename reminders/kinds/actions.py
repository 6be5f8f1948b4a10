"""Importing the reference kinds, and publishing one."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.access.reach import reach_of
from portal.audit.actions import record
from portal.clock import now
from portal.organizations.actions import register
from portal.people.models import User
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.reference import Record, digest, read


class KindIncomplete(Exception):
    """A kind without any step has nothing to remind of."""


@transaction.atomic
def import_deadlines(*, by: User | None) -> dict[str, int]:
    """Every kind of the reference file: created as a draft, or brought up to date.

    What an organization edited or published is left alone: its row no longer has the digest that the import wrote.
    Returns how many were created, updated and left."""
    version, records = read()
    known = {kind.code: kind for kind in DeadlineKind.objects.prefetch_related("steps")}
    counts = {"created": 0, "updated": 0, "left": 0}
    for told in records:
        counts[_import_one(told, known.get(told.code), version, by)] += 1
    if counts["created"] or counts["updated"]:
        record("deadline_kinds.imported", by=by, detail=counts | {"version": version})
    return counts


@transaction.atomic
def publish(*, kind: DeadlineKind, by: User) -> DeadlineKind:
    """From now on citizens may ask for its reminders. Publishing twice changes nothing.

    Raises PermissionDenied to all but an administrator of its organization, KindIncomplete without steps."""
    if kind.organization_id not in reach_of(by).organization_ids:
        raise PermissionDenied
    if not kind.steps.exists():
        raise KindIncomplete
    mine = DeadlineKind.objects.filter(pk=kind.pk, state=DeadlineKind.State.DRAFT)
    if mine.update(state=DeadlineKind.State.PUBLISHED, published_at=now(), published_by=by, updated_at=now()):
        record("deadline_kind.published", by=by, subject=kind, organization=kind.organization)
    kind.refresh_from_db()
    return kind


def _content_digest(kind: DeadlineKind) -> str:
    steps = [(step.offset_days, step.text_fr, step.text_en) for step in kind.steps.all()]
    return digest(vars(kind), steps)


def _import_one(told: Record, kind: DeadlineKind | None, version: str, by: User | None) -> str:
    wanted = digest(told.columns, told.steps)
    if kind and (kind.is_published or wanted == kind.imported_digest or _content_digest(kind) != kind.imported_digest):
        return "left"
    names = told.organization
    organization = register(code=names["id"], name_fr=names["fr"], name_en=names["en"], by=by)
    outcome = "updated" if kind else "created"
    kind = kind or DeadlineKind(code=told.code)
    columns = told.columns | {
        "organization": organization,
        "version": version,
        "imported_digest": wanted,
        "updated_at": now(),
    }
    for name, value in columns.items():
        setattr(kind, name, value)
    kind.save()
    kind.steps.all().delete()  # a draft's steps were never planned: nothing refers to them
    ReminderStep.objects.bulk_create(
        ReminderStep(kind=kind, offset_days=offset, text_fr=fr, text_en=en) for offset, fr, en in told.steps
    )
    return outcome
