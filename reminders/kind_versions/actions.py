"""Drafts: starting a kind, writing, giving up, duplicating, bringing from another environment.

Nothing here changes what citizens receive; `publishing.py` does."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import TOLERANCE, now
from portal.foundation.words.addresses import free_code
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.kind_versions.diff import compare
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.naming import FOLLOWING, follow_draft
from reminders.kind_versions.reading import content_in_force, content_to_edit
from reminders.kind_versions.starting import starting_content
from reminders.kinds.content import Content, StepContent, in_order
from reminders.kinds.models import DeadlineKind

_TWICE = dt.timedelta(seconds=10)
"""Within this time, the same beginning by the same account is one button pressed twice."""


class EditedMeanwhile(Exception):
    """Somebody else wrote this draft since it was read."""


class VersionClosed(Exception):
    """It was published, replaced or given up meanwhile."""


@transaction.atomic
def start(
    *, organization: Organization, title: str, nature: str, by: User, programs: Sequence[str] = ()
) -> KindVersion:
    """A kind from nothing, with a usual ladder to begin with. Nobody but its organization sees it until published.
    `programs`: codes of those of which it is the last day to ask."""
    content = starting_content(title=title, nature=nature)
    content.columns["related_programs"] = list(programs)
    return _start(organization, content, "deadline_kind.started", by)


@transaction.atomic
def duplicate(*, kind: DeadlineKind, by: User) -> KindVersion:
    """The same content as a new kind; its steps are new steps."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=kind.organization_id)
    content = content_to_edit(kind)
    columns = content.columns | {"title_fr": gettext("%s (copie)") % content.columns["title_fr"][:190]}
    return _start(kind.organization, _anew(columns, content), "deadline_kind.duplicated", by)


@transaction.atomic
def bring(*, code: str, content: Content, organization: Organization, by: User) -> KindVersion:
    """An exported kind: a draft of the organization's kind of that code, or of a new one. Steps of the same day are the
    same steps; a team that is not one of the organization's leaves the kind with its own. Raises EditedMeanwhile when a
    draft of that kind is already being written."""
    kind = DeadlineKind.objects.filter(code=code, organization=organization).select_related("team").first()
    if content.columns["team"] not in organization.team_names:
        own = kind.team.name if kind and kind.team else ""
        content = Content(content.columns | {"team": own}, content.steps)
    if kind is None:
        return _start(organization, _anew(content.columns, content), "deadline_kind.brought", by, code=code)
    rows = {step.place: step.id for step in Content.of(kind, kind.steps.filter(retired_at=None)).steps}
    steps = tuple(StepContent(**vars(step) | {"id": rows.get(step.place)}) for step in content.steps)
    return write(kind=kind, content=Content(content.columns, steps), revision=0, by=by)


@transaction.atomic
def write(*, kind: DeadlineKind, content: Content, revision: int, by: User, note: str = "") -> KindVersion:
    """Keeps the draft, and calls a kind that was never published as it does. `revision` is the one that was read, 0
    when there was no draft. One that waited for the second person is a draft again. Raises EditedMeanwhile,
    PermissionDenied."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=kind.organization_id)
    one_writer = DeadlineKind.objects.select_related("organization").select_for_update(no_key=True, of=["self"])
    kind = one_writer.get(pk=kind.pk)
    draft = kind.versions.open().first()
    if (draft.revision if draft else 0) != revision:
        raise EditedMeanwhile
    _keep_first(kind)
    before = content_to_edit(kind)
    draft = draft or KindVersion(kind=kind, number=_next_number(kind), author=by, revision=0)
    draft.content = content.as_json()
    draft.note = note
    draft.revision += 1
    draft.edited_at = now()
    draft.author = by
    draft.state, draft.submitted_at, draft.submitted_by = KindVersion.State.DRAFT, None, None
    draft.save()
    follow_draft(kind, content)
    kind.save(update_fields=FOLLOWING)
    changed = [change.code for change in compare(before, content)]
    detail = {"version": draft.number, "changed": changed[:40]}
    record("deadline_kind.drafted", by=by, subject=kind, organization=kind.organization, detail=detail)
    return draft


@transaction.atomic
def discard(*, version: KindVersion, by: User) -> KindVersion:
    """Gives the draft up; what is in force stays. Raises VersionClosed."""
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=version.kind.organization_id)
    closing = {"state": KindVersion.State.DISCARDED, "discarded_at": now(), "discarded_by": by}
    mine = KindVersion.objects.open().filter(pk=version.pk)
    if not mine.update(**closing, submitted_at=None, submitted_by=None):
        raise VersionClosed
    _told("deadline_kind.discarded", version, by)
    version.refresh_from_db()
    return version


def _start(
    organization: Organization, content: Content, verb: str, by: User, *, code: str | None = None
) -> KindVersion:
    require(by, Permission.CONFIGURE_DEADLINE_KINDS, organization_id=organization.pk)
    title = content.columns["title_fr"]
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # one beginning at a time
    if pressed_twice := _just_started(organization, title, by):
        return pressed_twice
    kind = DeadlineKind.objects.create(
        code=free_code(DeadlineKind.objects.all(), code or title, otherwise="echeance"),
        organization=organization,
        title_fr=title,
        nature=content.columns["nature"],
        updated_at=now(),
    )
    record(verb, by=by, subject=kind, organization=organization)
    return KindVersion.objects.create(kind=kind, number=1, content=content.as_json(), author=by)


def _just_started(organization: Organization, title: str, by: User) -> KindVersion | None:
    mine = KindVersion.objects.open().filter(kind__organization=organization, kind__title_fr=title, author=by)
    return mine.filter(number=1, revision=1, created_at__range=(now() - _TWICE, now() + TOLERANCE)).first()


def _keep_first(kind: DeadlineKind) -> None:
    """A kind published before versions existed: what is in force becomes its first one, to be compared with."""
    if kind.published_at and not kind.versions.exists():
        KindVersion.objects.create(
            kind=kind,
            number=1,
            content=content_in_force(kind).as_json(),
            state=KindVersion.State.PUBLISHED,
            author=kind.published_by,
            created_at=kind.published_at,
            published_at=kind.published_at,
            published_by=kind.published_by,
            replanned_at=kind.published_at,
        )


def _anew(columns: dict, content: Content) -> Content:
    return Content(columns, in_order(StepContent(**vars(step) | {"id": None}) for step in content.steps))


def _next_number(kind: DeadlineKind) -> int:
    return (kind.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _told(verb: str, version: KindVersion, by: User) -> None:
    kind = version.kind
    record(verb, by=by, subject=kind, organization=kind.organization, detail={"version": version.number})
