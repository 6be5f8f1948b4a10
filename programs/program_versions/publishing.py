"""Publishing: the draft becomes the row in force, at once or from a day on. The advisor and the scans read that row:
they see that it changed and answer everybody again."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import now, today
from portal.publishing import reviews
from programs.facts.models import FactDefinition
from programs.program_versions.actions import VersionClosed, vouch, write
from programs.program_versions.content import put_on
from programs.program_versions.models import ProgramVersion
from programs.program_versions.naming import follow_draft
from programs.program_versions.review import ProgramRemark, remarks_on
from programs.programs.models import Program
from programs.programs.telling import tell_the_search
from programs.scans.impact import Impact, impact_of

if TYPE_CHECKING:
    from portal.people.models import User


class ProgramRefused(Exception):
    """What is written cannot be published: `remarks` says why."""

    def __init__(self, remarks: list[ProgramRemark]) -> None:
        super().__init__(f"{len(remarks)} remarks")
        self.remarks = remarks


class NeedsAnotherPerson(Exception):
    """So many people gain or lose the program that one asks and another approves."""


def needs_two(impact: Impact) -> bool:
    """So many people gain or lose it, or so many are concerned that they could not be counted in time."""
    return not impact.is_counted or impact.gain + impact.lose > settings.TWO_PERSONS_ABOVE


@transaction.atomic
def submit(*, version: ProgramVersion, by: "User", note: str = "") -> ProgramVersion:
    """Asks another administrator to approve. Raises Refused, VersionClosed."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=version.program.organization_id)
    _refuse_errors(version)
    if note:
        ProgramVersion.objects.filter(pk=version.pk).update(note=note)
    return _reviewed("program.submitted", version, by, done=reviews.ask(ProgramVersion.objects.all(), version, by))


@transaction.atomic
def withdraw(*, version: ProgramVersion, by: "User") -> ProgramVersion:
    """Who asked takes the request back: it is a draft again. Raises VersionClosed."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=version.program.organization_id)
    done = reviews.take_back(ProgramVersion.objects.all(), version, by)
    return _reviewed("program.withdrawn", version, by, done=done)


@transaction.atomic
def send_back(*, version: ProgramVersion, why: str, by: "User") -> ProgramVersion:
    """Another person does not approve, and says why: it is a draft again. Raises VersionClosed."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=version.program.organization_id)
    done = reviews.send_back(ProgramVersion.objects.all(), version, why, by)
    return _reviewed("program.sent_back", version, by, done=done)


def _reviewed(verb: str, version: ProgramVersion, by: "User", *, done: bool) -> ProgramVersion:
    if not done:
        raise VersionClosed
    program = version.program
    record(verb, by=by, subject=program, organization=program.organization, detail={"version": version.number})
    version.refresh_from_db()
    return version


@transaction.atomic
def draft_as_it_is(*, program: Program, by: "User") -> ProgramVersion:
    """A draft that says what the row says: for a program that needs no change but to be published."""
    return write(program=program, changes={}, revision=0, by=by)


@transaction.atomic
def publish(
    *,
    version: ProgramVersion,
    by: "User",
    effective_on: dt.date | None = None,
    is_checked: bool = False,
    note: str = "",
) -> ProgramVersion:
    """The draft as it was read becomes what people read: today, or from `effective_on`.

    1. Errors refuse it: impossible or contradictory conditions, an example that disagrees. Above a number of people who
       gain or lose it, so does having asked for it oneself.
    2. From a later day: it waits, and `put_due_in_force` switches. It replaces what was already waiting for that day.
    Raises Refused, NeedsAnotherPerson, VersionClosed, PermissionDenied.
    """
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=version.program.organization_id)
    program = Program.objects.select_for_update(no_key=True).select_related("organization").get(pk=version.program_id)
    fresh = ProgramVersion.objects.open().select_for_update().filter(pk=version.pk).first()
    if fresh is None or fresh.revision != version.revision:
        raise VersionClosed
    _refuse_errors(fresh)
    if not reviews.may_publish(fresh, by, needs_two=needs_two(impact_of(program, fresh.content))):
        raise NeedsAnotherPerson
    at, first_day = now(), max(effective_on or today(), today())
    fresh.note = note or fresh.note
    fresh.published_at, fresh.published_by, fresh.effective_on = at, by, first_day
    _record("program.published", fresh, program, by)
    if first_day > today():
        _wait(fresh, by, at)
    else:
        _put_in_force(fresh, program, by)
    if is_checked:
        vouch(program=program, by=by)
    return fresh


def _refuse_errors(version: ProgramVersion) -> None:
    errors = [one for one in remarks_on(version.content, FactDefinition.objects.by_code()) if one.is_error]
    if errors:
        raise ProgramRefused(errors)


def put_due_in_force(*, by: "User | None" = None) -> int:
    """Switches each version whose day came, oldest first, each in its own transaction; returns how many."""
    due = ProgramVersion.objects.due(today()).values_list("pk", flat=True)
    return sum(_switch(pk, by) for pk in list(due))


@transaction.atomic
def _switch(pk: object, by: "User | None") -> bool:
    version = ProgramVersion.objects.coming().select_for_update(skip_locked=True).filter(pk=pk).first()
    if version is None:
        return False
    program = Program.objects.select_for_update(no_key=True).select_related("organization").get(pk=version.program_id)
    _record("program.took_effect", version, program, by)
    _put_in_force(version, program, version.published_by)
    return True


def _wait(version: ProgramVersion, by: "User", at: dt.datetime) -> None:
    same_day = ProgramVersion.objects.coming().filter(program=version.program_id, effective_on=version.effective_on)
    same_day.update(state=ProgramVersion.State.DISCARDED, discarded_at=at, discarded_by=by)
    version.state = ProgramVersion.State.SCHEDULED
    version.save()


def _put_in_force(version: ProgramVersion, program: Program, by: "User | None") -> None:
    follow_draft(program, version.content)
    put_on(program, version.content)
    program.state = Program.State.PUBLISHED
    program.updated_at = program.edited_at = now()
    program.edited_by = by
    program.save()
    ProgramVersion.objects.in_force().filter(program=program).update(state=ProgramVersion.State.REPLACED)
    version.state = ProgramVersion.State.PUBLISHED
    version.save()
    tell_the_search(Program.objects.filter(pk=program.pk))


def _record(verb: str, version: ProgramVersion, program: Program, by: "User | None") -> None:
    detail = {"version": version.number, "effective_on": version.effective_on.isoformat()}
    record(verb, by=by, subject=program, organization=program.organization, detail=detail)
