"""What the actions of the ledger have in common: its rows, and its lines in the journal."""

import datetime as dt
from typing import Any

from django.db.models import Max

from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.clock import TOLERANCE, day_of, now
from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing.adapters import ContentAdapter, adapter_of
from portal.publishing.models import Version

TWICE = dt.timedelta(seconds=10)
"""Within this time, the same beginning in the same organization is one button pressed twice."""

_BEGINNINGS = ("started", "duplicated", "brought")
"""Verbs of the journal."""


def locked(adapter: ContentAdapter, pk: Any) -> Any:
    """The subject, for one writer at a time."""
    rows = adapter.subjects._default_manager.select_related("organization")
    return rows.select_for_update(no_key=True, of=["self"]).get(pk=pk)


def journal(verb: str, version: Version, by: User | None, **more: Any) -> None:
    """One line about the subject, that names the version by its number."""
    subject, adapter = version.subject, adapter_of(type(version))
    detail = {"version": version.number, **more}
    record(f"{adapter.verb}.{verb}", by=by, subject=subject, organization=subject.organization, detail=detail)


def keep_first(adapter: ContentAdapter, subject: Any) -> None:
    """A subject published before versions existed: what is in force becomes its first one, to be compared with."""
    release = None if subject.versions.exists() else adapter.released_before(subject)
    if release:
        adapter.versions._default_manager.create(
            **{adapter.versions.SUBJECT: subject},
            number=1,
            content=adapter.kept(adapter.in_force(subject)),
            state=Version.State.PUBLISHED,
            author=release.by,
            created_at=release.at,
            edited_at=release.at,
            effective_on=day_of(release.at),
            published_at=release.at,
            published_by=release.by,
            **release.columns,
        )


def is_only_a_draft(adapter: ContentAdapter, subject: Any) -> bool:
    """Whether it was begun here, not by the reference data, and nobody ever read it: given up, it leaves no row."""
    begun = {f"{adapter.verb}.{verb}" for verb in _BEGINNINGS}
    lines = AuditEvent.objects.filter(organization_id=subject.organization_id, verb__in=begun)
    return adapter.is_unread(subject) and lines.filter(subject_id=str(subject.pk)).exists()


def next_number(subject: Any) -> int:
    return (subject.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def just_started(adapter: ContentAdapter, organization: Organization | None, title: str, by: User) -> Any:
    """A subject that this account began a moment ago and that nobody wrote since."""
    recent = {"updated_at__range": (now() - TWICE, now() + TOLERANCE)}
    begun = adapter.subjects._default_manager.filter(organization=organization, **{adapter.title: title}, **recent)
    untouched = (one for one in begun if adapter.released_before(one) is None and not _written_since(one, by))
    return next(untouched, None)


def _written_since(subject: Any, by: User) -> bool:
    return subject.versions.exclude(number=1, revision=1, author=by).exists()
