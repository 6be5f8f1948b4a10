"""What the ledger knows of a kind of deadline."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings

from portal.access.permissions import Permission
from portal.catalogue.actions import put
from portal.clock import now
from portal.foundation.formats.differences import Change
from portal.organizations.models import Organization
from portal.publishing.adapters import ContentAdapter, Release
from reminders.deadlines.models import Deadline
from reminders.kind_versions.diff import compare
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.naming import FOLLOWING, follow_draft
from reminders.kind_versions.planning import plan_again
from reminders.kind_versions.review import remarks_on
from reminders.kind_versions.schema import KindContent
from reminders.kind_versions.stepping import put_steps
from reminders.kinds.content import Content, in_order, time_read
from reminders.kinds.index import line_of
from reminders.kinds.models import DeadlineKind
from reminders.kinds.teams import team_of
from reminders.linter.remarks import Remark
from reminders.linter.whole import says_grave

if TYPE_CHECKING:
    from portal.people.models import User


class KindAdapter(ContentAdapter):
    """What left is never repeated: a step keeps its row, and planning never touches a reminder that left."""

    versions = KindVersion
    verb = "deadline_kind"
    permission = Permission.CONFIGURE_DEADLINE_KINDS
    title, code = "title_fr", "echeance"
    schema = KindContent

    def read(self, kept: dict[str, Any]) -> Content:
        return Content.from_json(kept)

    def kept(self, content: Content) -> dict[str, Any]:
        return content.as_json()

    def to_file(self, content: Content) -> dict[str, Any]:
        """Row ids stay behind: they mean nothing elsewhere."""
        steps = [{name: value for name, value in vars(step).items() if name != "id"} for step in content.steps]
        return {"columns": content.columns, "steps": steps}

    def from_file(self, read: KindContent, organization: Organization | None, subject: DeadlineKind | None) -> Content:
        """Steps of the same day are the same steps; a team that is not one of the organization’s leaves its own."""
        content = read.content()
        columns, rows = content.columns, {}
        if organization is None or columns["team"] not in organization.team_names:
            columns |= {"team": subject.team.name if subject and subject.team else ""}
        if subject:
            rows = {step.place: step.id for step in self.in_force(subject).steps}
        return Content(columns, tuple(replace(step, id=rows.get(step.place)) for step in content.steps))

    def anew(self, content: Content, title: str = "") -> Content:
        """Its steps are new steps."""
        columns = content.columns | ({"title_fr": title} if title else {})
        return Content(columns, in_order(replace(step, id=None) for step in content.steps))

    def first_columns(self, content: Content) -> dict[str, Any]:
        return {name: content.columns[name] for name in ("title_fr", "nature")} | {"updated_at": now()}

    def in_force(self, subject: DeadlineKind) -> Content:
        return Content.of(subject, subject.steps.filter(retired_at=None).order_by("pk"))

    def compare(self, before: Content, after: Content) -> Sequence[Change]:
        return compare(before, after)

    def nothing(self) -> Content:
        return Content({}, ())

    def title_of(self, content: Content) -> str:
        return content.columns["title_fr"]

    def remarks(self, subject: DeadlineKind, content: Content) -> Iterable[Remark]:
        return remarks_on(content, subject.organization)

    def needs_two(self, subject: DeadlineKind, content: Content) -> bool:
        """So many people are concerned, or its messages would say a word of health, justice or status."""
        is_grave = says_grave(content)
        return is_grave or Deadline.objects.open().filter(kind=subject).count() > settings.TWO_PERSONS_ABOVE

    def released_before(self, subject: DeadlineKind) -> Release | None:
        at = subject.published_at
        return Release(at, subject.published_by, {"replanned_at": at}) if at else None

    def erase(self, subject: DeadlineKind) -> None:
        subject.steps.all().delete()
        super().erase(subject)

    def follow_draft(self, subject: DeadlineKind, content: Content) -> None:
        follow_draft(subject, content)
        subject.save(update_fields=FOLLOWING)

    def put_in_force(self, version: KindVersion, by: "User | None", at: dt.datetime) -> Content:
        """Return the content with the row of each step."""
        kind, content = version.kind, version.written
        follow_draft(kind, content)
        for name, value in content.columns.items():
            if name != "team":
                setattr(kind, name, time_read(value) if name == "send_at" else value)
        kind.team = team_of(kind, content.columns["team"])
        kind.state = DeadlineKind.State.PUBLISHED
        kind.published_at, kind.published_by, kind.updated_at = at, by, at
        kind.save()
        columns = content.columns | {"team": kind.team.name if kind.team else ""}
        return Content(columns, put_steps(kind, content, at))

    def announce(self, subject: DeadlineKind, at: dt.datetime) -> None:
        put(lines=[line_of(subject)])
        plan_again(subject, at)
