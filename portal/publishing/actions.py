"""Drafts of any noun: starting, writing, restoring, giving up.

Nothing here changes what people read; `releases` does."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.actions import record
from portal.clock import now
from portal.foundation.words.addresses import free_code
from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing.adapters import ContentAdapter, Subject, adapter_of
from portal.publishing.exceptions import EditedMeanwhile, VersionClosed
from portal.publishing.ledger import is_only_a_draft, journal, just_started, keep_first, locked, next_number
from portal.publishing.models import Version

_MOST_CODES = 40
"""Changes that one line of the journal names."""


@transaction.atomic
def write(*, subject: Subject, content: Any, revision: int, by: User, note: str | None = None) -> Any:
    """Keep the draft, and call a subject that was never published as it does.

    `revision` is the one that was read, 0 when there was no draft. `note`: None leaves the draft’s. A draft that waited
    for the second person is a draft again. Raises EditedMeanwhile, PermissionDenied."""
    adapter = adapter_of(type(subject))
    adapter.require(by, subject.organization_id)
    subject = locked(adapter, subject.pk)
    draft = subject.versions.open().first()
    if (draft.revision if draft else 0) != revision:
        raise EditedMeanwhile
    keep_first(adapter, subject)
    before = adapter.to_edit(subject, draft)
    after = adapter.written_over(before, content)
    draft = draft or adapter.versions(**{adapter.versions.SUBJECT: subject}, number=next_number(subject), revision=0)
    draft.content, draft.author, draft.edited_at = adapter.kept(after), by, now()
    draft.note = draft.note if note is None else note
    draft.revision += 1
    draft.state, draft.submitted_at, draft.submitted_by = Version.State.DRAFT, None, None
    draft.save()
    adapter.follow_draft(subject, after)
    changed = [change.code for change in adapter.compare(before, after)]
    journal("drafted", draft, by, changed=changed[:_MOST_CODES])
    return draft


@transaction.atomic
def restore(*, version: Version, revision: int, by: User) -> Any:
    """A former version’s content becomes the draft’s. `revision`: the draft’s as it was read, 0 when there was none.
    Raises EditedMeanwhile, PermissionDenied."""
    note = _("Retour à la version %(number)s") % {"number": version.number}
    return write(subject=version.subject, content=version.written, revision=revision, by=by, note=note)


@transaction.atomic
def discard(*, version: Version, by: User) -> Any:
    """Give a draft up, or take back a version whose day has not come: what is in force stays.

    A subject that was begun here and that nobody ever read goes with its draft: its title is free again. Raises
    VersionClosed."""
    adapter = adapter_of(type(version))
    adapter.require(by, version.subject.organization_id)
    mine = adapter.version_rows().filter(pk=version.pk, revision=version.revision)
    closing: dict[str, Any] = {"state": Version.State.DISCARDED, "discarded_at": now(), "discarded_by": by}
    if version.published_at is None:
        done = mine.open().update(**closing, submitted_at=None, submitted_by=None)
    else:  # who asked and who approved stay on the record
        done = mine.coming().update(**closing)
    if not done:
        raise VersionClosed
    journal("discarded", version, by)
    version.refresh_from_db()
    if version.published_at is None and is_only_a_draft(adapter, version.subject):
        adapter.erase(version.subject)
    return version


@transaction.atomic
def start(
    *,
    adapter: ContentAdapter,
    organization: Organization | None,
    columns: dict[str, Any],
    by: User,
    verb: str = "started",
    code: str = "",
    content: Any = None,
) -> Any:
    """Begin a subject, which nobody else sees until it is published; pressed twice, the button begins one.

    `columns`: of its row; `content`: of its first draft, None for none yet; `code`: that it had elsewhere."""
    adapter.require(by, organization and organization.pk)
    if organization:
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # one beginning at a time
    title = columns[adapter.title]
    if pressed_twice := just_started(adapter, organization, title, by):
        return pressed_twice
    rows = adapter.subjects._default_manager
    named = {"code": free_code(rows.all(), code or title, otherwise=adapter.code)} if adapter.code else {}
    subject = rows.create(organization=organization, **columns, **named)
    record(f"{adapter.verb}.{verb}", by=by, subject=subject, organization=organization)
    if content is not None:
        first = {adapter.versions.SUBJECT: subject, "number": 1, "author": by}
        adapter.versions._default_manager.create(**first, content=adapter.kept(content))
    return subject
