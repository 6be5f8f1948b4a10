"""What the ledger knows of a program."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel

from portal.access.permissions import Permission
from portal.foundation.formats.differences import Change
from portal.organizations.models import Organization
from portal.publishing.adapters import ColumnsAdapter, Release
from portal.publishing.exceptions import BadFile
from programs.facts.models import FactDefinition
from programs.program_versions.content import COLUMNS, Content
from programs.program_versions.diff import compare
from programs.program_versions.models import ProgramVersion
from programs.program_versions.naming import follow_draft
from programs.program_versions.review import ProgramRemark, remarks_on
from programs.program_versions.schema import ProgramContent, unknown_facts
from programs.program_versions.two_persons import needs_two
from programs.programs.models import Program
from programs.programs.telling import tell_the_search
from programs.scans.impact import impact_of

if TYPE_CHECKING:
    from portal.people.models import User


class ProgramAdapter(ColumnsAdapter):
    """The advisor and the scans read the row: they see that it changed and answer everybody again."""

    versions = ProgramVersion
    verb = "program"
    permission = Permission.CONFIGURE_PROGRAMS
    title, code = "name_fr", "programme"
    columns = COLUMNS
    schema = ProgramContent
    can_wait = True

    def from_file(self, read: BaseModel, organization: Organization | None, subject: Program | None) -> Content:
        content = super().from_file(read, organization, subject)
        if problems := list(unknown_facts(content, FactDefinition.objects.kinds())):
            raise BadFile(*problems)
        return content

    def compare(self, before: Content, after: Content) -> Sequence[Change]:
        return compare(before, after, FactDefinition.objects.by_code())

    def remarks(self, subject: Program, content: Content) -> Iterable[ProgramRemark]:
        in_force = self.in_force(subject) if subject.is_published else None
        return remarks_on(content, FactDefinition.objects.by_code(), in_force)

    def needs_two(self, subject: Program, content: Content) -> bool:
        return needs_two(impact_of(subject, content))

    def released_before(self, subject: Program) -> Release | None:
        at = subject.edited_at or subject.updated_at
        return Release(at, subject.edited_by) if subject.is_published else None

    def follow_draft(self, subject: Program, content: Content) -> None:
        follow_draft(subject, content)

    def put_in_force(self, version: ProgramVersion, by: "User | None", at: dt.datetime) -> Content:
        program = version.program
        follow_draft(program, version.content)
        self.put_on(program, version.content)
        program.state = Program.State.PUBLISHED
        program.updated_at = program.edited_at = at
        program.edited_by = by
        program.save()
        return version.content

    def announce(self, subject: Program, at: dt.datetime) -> None:
        tell_the_search(Program.objects.filter(pk=subject.pk))
