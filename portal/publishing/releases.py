"""Publishing: the draft becomes the rows in force, at once or from a day on."""

import datetime as dt
from typing import Any

from django.db import transaction

from portal.clock import now, today
from portal.people.models import User
from portal.publishing.actions import write
from portal.publishing.adapters import ContentAdapter, Subject, adapter_of, adapters
from portal.publishing.exceptions import NeedsAnotherPerson, VersionClosed
from portal.publishing.ledger import journal, locked
from portal.publishing.models import Version
from portal.publishing.reading import content_in_force
from portal.publishing.reviews import may_publish, refuse_errors


@transaction.atomic
def draft_as_it_is(*, subject: Subject, by: User) -> Any:
    """A draft that says what the rows say: for a subject that needs no change but to be published."""
    return write(subject=subject, content=content_in_force(subject), revision=0, by=by)


@transaction.atomic
def publish(*, version: Version, by: User, effective_on: dt.date | None = None, note: str = "") -> Any:
    """The draft as it was read becomes what people read: today, or from `effective_on`.

    1. A draft written meanwhile is not what was reviewed.
    2. Errors refuse it; so does having asked for it oneself, where two persons are needed.
    3. Its content is written on the subject's rows and the former version is replaced; or, from a later day, it waits
       for `put_due_in_force` and replaces what was already waiting for that day.
    Raises VersionRefused, NeedsAnotherPerson, VersionClosed, PermissionDenied."""
    adapter = adapter_of(type(version))
    adapter.require(by, version.subject.organization_id)
    subject = locked(adapter, version.subject.pk)
    fresh = adapter.version_rows().open().select_for_update(no_key=True).filter(pk=version.pk).first()
    if fresh is None or fresh.revision != version.revision:
        raise VersionClosed
    setattr(fresh, fresh.SUBJECT, subject)
    refuse_errors(fresh)
    if not may_publish(fresh, by, needs_two=adapter.needs_two(subject, fresh.written)):
        raise NeedsAnotherPerson
    fresh.note = note or fresh.note
    fresh.published_at, fresh.published_by = now(), by
    fresh.effective_on = max(effective_on or today(), today()) if adapter.can_wait else today()
    if fresh.effective_on > today():
        _wait(fresh, by)
    else:
        _put_in_force(adapter, fresh, by, fresh.published_at)
    _journal("published", fresh, by)
    return fresh


def put_due_in_force(*, by: User | None = None) -> int:
    """Switch each version whose day came, oldest first, each in its own transaction; return how many."""
    due = [
        (adapter, pk)
        for adapter in adapters()
        if adapter.can_wait
        for pk in adapter.version_rows().due(today()).values_list("pk", flat=True)
    ]
    return sum(_switch(adapter, pk, by) for adapter, pk in due)


@transaction.atomic
def _switch(adapter: ContentAdapter, pk: Any, by: User | None) -> bool:
    version = adapter.version_rows().coming().select_for_update(skip_locked=True).filter(pk=pk).first()
    if version is None:
        return False
    setattr(version, version.SUBJECT, locked(adapter, version.subject.pk))
    _journal("took_effect", version, by)
    _put_in_force(adapter, version, version.published_by, now())
    return True


def _wait(version: Version, by: User) -> None:
    same_day = adapter_of(type(version)).version_rows().coming().filter(**{version.SUBJECT: version.subject})
    taken_back = {"state": Version.State.DISCARDED, "discarded_at": version.published_at, "discarded_by": by}
    same_day.filter(effective_on=version.effective_on).update(**taken_back)
    version.state = Version.State.SCHEDULED
    version.save()


def _put_in_force(adapter: ContentAdapter, version: Version, by: User | None, at: dt.datetime) -> None:
    content = adapter.put_in_force(version, by, at)
    version.subject.versions.in_force().update(state=Version.State.REPLACED)
    version.content, version.state = adapter.kept(content), Version.State.PUBLISHED
    version.save()
    adapter.announce(version.subject, at)


def _journal(verb: str, version: Version, by: User | None) -> None:
    day = version.effective_on if adapter_of(type(version)).can_wait else None
    journal(verb, version, by, **({"effective_on": day.isoformat()} if day else {}))
