"""Drafts: starting a program, writing, giving up. Nothing here changes what people read; `publishing` does."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import TOLERANCE, day_of, now, today
from portal.foundation.words.addresses import free_code
from portal.organizations.models import Organization
from portal.people.models import User
from programs.program_versions.content import COLUMNS, content_in_force, content_to_edit
from programs.program_versions.models import ProgramVersion
from programs.program_versions.naming import follow_draft
from programs.programs.examples import NOTHING_KNOWN
from programs.programs.models import Program

_TWICE = dt.timedelta(seconds=10)
"""Within this time, the same beginning in the same organization is one button pressed twice."""
_FIRST_CONDITION = {
    "fact": "resident_quebec",
    "op": "eq",
    "value": True,
    "label_fr": "Habiter au Québec",
    "label_en": "Live in Québec",
}


class EditedMeanwhile(Exception):
    """Somebody else wrote this draft since it was read."""


class VersionClosed(Exception):
    """It was published, replaced or given up meanwhile."""


@transaction.atomic
def start(*, organization: Organization, name_fr: str, theme: str, by: User) -> Program:
    """A program from nothing, with one condition to begin with. Nobody else sees it until it is published."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=organization.pk)
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)  # one beginning at a time
    drafts = Program.objects.filter(organization=organization, name_fr=name_fr, state=Program.State.DRAFT)
    if pressed_twice := drafts.filter(updated_at__range=(now() - _TWICE, now() + TOLERANCE)).first():
        return pressed_twice
    example = {"name": NOTHING_KNOWN, "as_of": today().isoformat(), "facts": {}, "verdict": "unknown"}
    program = Program.objects.create(
        code=free_code(Program.objects.all(), name_fr, otherwise="programme"),
        organization=organization,
        name_fr=name_fr,
        theme=theme,
        jurisdiction=Program.Jurisdiction.QUEBEC,
        benefit_kind=Program.BenefitKind.SERVICE,
        criteria={"all": [_FIRST_CONDITION]},
        criteria_confidence="general_knowledge",
        amounts_confidence="general_knowledge",
        examples=[example],
    )
    record("program.started", by=by, subject=program, organization=organization)
    return program


@transaction.atomic
def write(*, program: Program, changes: dict[str, Any], revision: int, by: User, note: str = "") -> ProgramVersion:
    """Keeps columns in the draft, and calls a program that was never published as it does. `revision` is the one that
    was read, 0 when there was none. One that waited for the second person is a draft again. Raises EditedMeanwhile,
    PermissionDenied."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=program.organization_id)
    one_writer = Program.objects.select_related("organization").select_for_update(no_key=True, of=["self"])
    program = one_writer.get(pk=program.pk)
    draft = program.versions.open().first()
    if (draft.revision if draft else 0) != revision:
        raise EditedMeanwhile
    _keep_first(program)
    before = content_to_edit(program)
    draft = draft or ProgramVersion(program=program, number=_next_number(program), author=by, revision=0)
    draft.content = before | {name: value for name, value in changes.items() if name in COLUMNS}
    draft.note, draft.author, draft.edited_at = note or draft.note, by, now()
    draft.revision += 1
    draft.state, draft.submitted_at, draft.submitted_by = ProgramVersion.State.DRAFT, None, None
    draft.save()
    follow_draft(program, draft.content)
    changed = [name for name in COLUMNS if before[name] != draft.content[name]]
    detail = {"version": draft.number, "changed": changed}
    record("program.drafted", by=by, subject=program, organization=program.organization, detail=detail)
    return draft


@transaction.atomic
def restore(*, version: ProgramVersion, revision: int, by: User) -> ProgramVersion:
    """A former version's content becomes the draft's. `revision`: the draft's as it was read, 0 when there was none.
    Raises EditedMeanwhile, PermissionDenied."""
    note = _("Retour à la version %(number)s") % {"number": version.number}
    return write(program=version.program, changes=version.content, revision=revision, by=by, note=note)


@transaction.atomic
def discard(*, version: ProgramVersion, by: User) -> ProgramVersion:
    """Gives a draft up, or takes back a version whose day has not come. Raises VersionClosed."""
    program = version.program
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=program.organization_id)
    mine = ProgramVersion.objects.filter(pk=version.pk, revision=version.revision)
    mine = mine.filter(state__in=["draft", "submitted", "scheduled"])
    if not mine.update(state=ProgramVersion.State.DISCARDED, discarded_at=now(), discarded_by=by):
        raise VersionClosed
    detail = {"version": version.number}
    record("program.discarded", by=by, subject=program, organization=program.organization, detail=detail)
    version.refresh_from_db()
    return version


@transaction.atomic
def vouch(*, program: Program, by: User) -> Program:
    """«J’ai vérifié»: words, figures, conditions and sources are true today, says somebody of its organization."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=program.organization_id)
    program.reviewed_at, program.reviewed_by = now(), by
    program.save(update_fields=["reviewed_at", "reviewed_by"])
    record("program.vouched", by=by, subject=program, organization=program.organization)
    return program


def _keep_first(program: Program) -> None:
    """A program published before versions existed: what is in force becomes its first one, to be compared with."""
    if program.is_published and not program.versions.exists():
        since = program.edited_at or program.updated_at
        ProgramVersion.objects.create(
            program=program,
            number=1,
            content=content_in_force(program),
            state=ProgramVersion.State.PUBLISHED,
            author=program.edited_by,
            created_at=since,
            edited_at=since,
            effective_on=day_of(since),
            published_at=since,
            published_by=program.edited_by,
        )


def _next_number(program: Program) -> int:
    return (program.versions.aggregate(last=Max("number"))["last"] or 0) + 1
