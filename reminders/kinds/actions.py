"""Importing the reference kinds. An organization edits and publishes them (`reminders/kind_versions/`)."""

from copy import deepcopy

from django.db import transaction

from portal.audit.actions import record
from portal.catalogue.actions import put
from portal.catalogue.models import CatalogueEntry
from portal.clock import now
from portal.organizations.actions import register
from portal.people.models import User
from reminders.kinds.index import line_of
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.reference import OURS, Record, digest, read
from reminders.kinds.teams import only_team_of


@transaction.atomic
def import_deadlines(*, by: User | None) -> dict[str, int]:
    """Every kind of the reference file: created as a draft, or brought up to date.

    What an organization edited or published is left alone: its row no longer has the digest that the import wrote.
    Returns how many were created, updated and left."""
    version, records = read()
    known = {kind.code: kind for kind in DeadlineKind.objects.prefetch_related("steps", "versions")}
    fresh = [item for item in records if _is_to_be_written(item, known.get(item.code))]
    created = [_fill(DeadlineKind(code=item.code), item, version, by) for item in fresh if item.code not in known]
    updated = [_fill(known[item.code], item, version, by) for item in fresh if item.code in known]
    DeadlineKind.objects.bulk_create(created)
    completed = [_complete(known[item.code], item) for item in records if _is_to_be_completed(item, known)]
    for kind in [*updated, *completed]:
        kind.save()
    ReminderStep.objects.filter(kind__in=updated).delete()  # a draft's steps were never planned: nothing refers to them
    kinds = {kind.code: kind for kind in [*created, *updated]}
    ReminderStep.objects.bulk_create(
        ReminderStep(kind=kinds[item.code], offset_days=offset, text_fr=fr, text_en=en)
        for item in fresh
        for offset, fr, en in item.steps
    )
    counts = {"created": len(created), "updated": len(updated) + len(completed)}
    counts["left"] = len(records) - sum(counts.values())
    if fresh or completed:
        record("deadline_kinds.imported", by=by, detail=counts | {"version": version})
    if fresh or completed or not CatalogueEntry.objects.filter(section=CatalogueEntry.Section.DEADLINE).exists():
        put(lines=[line_of(kind) for kind in DeadlineKind.objects.public().select_related("organization")])
    return counts


def _is_as_imported(kind: DeadlineKind) -> bool:
    steps = [(step.offset_days, step.text_fr, step.text_en) for step in kind.steps.all()]
    digests = {digest(vars(kind), steps), digest(vars(kind), steps, former=True)}
    return kind.imported_digest in digests and not kind.versions.all()


def _is_to_be_written(record: Record, kind: DeadlineKind | None) -> bool:
    """Not when its organization has written a version of it, when it is already as told, or no longer as imported."""
    if kind is None:
        return True
    is_behind = digest(record.columns, record.steps) != kind.imported_digest
    return is_behind and not kind.is_published and _is_as_imported(kind)


def _is_to_be_completed(record: Record, known: dict[str, DeadlineKind]) -> bool:
    """Published as imported, before the data said who is concerned and what lateness costs by date."""
    kind = known.get(record.code)
    if kind is None:
        return False
    bare = kind.is_published and not any(getattr(kind, name) for name in OURS)
    return bare and any(record.columns[name] for name in OURS) and _is_as_imported(kind)


def _complete(kind: DeadlineKind, record: Record) -> DeadlineKind:
    """Only what it did not say: its words, its date and its ladder stay as published."""
    for name in OURS:
        setattr(kind, name, deepcopy(record.columns[name]))
    kind.updated_at = now()
    return kind


def _fill(kind: DeadlineKind, record: Record, version: str, by: User | None) -> DeadlineKind:
    names = record.organization
    kind.organization = register(code=names["id"], name_fr=names["fr"], name_en=names["en"], by=by)
    kind.team = kind.team or only_team_of(kind.organization)
    kind.version, kind.updated_at = version, now()
    kind.imported_digest = digest(record.columns, record.steps)
    for name, value in record.columns.items():
        setattr(kind, name, deepcopy(value))
    return kind
