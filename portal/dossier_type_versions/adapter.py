"""What the ledger knows of a type of dossier."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from portal.access.permissions import Permission
from portal.clock import now
from portal.dossier_type_versions.content import COLUMNS, TypeRemark, compare, faults
from portal.dossier_type_versions.models import DossierTypeVersion
from portal.dossier_type_versions.schema import DossierTypeContent
from portal.dossier_types.models import DossierType
from portal.dossier_types.stages import Stage
from portal.dossiers.models import Dossier
from portal.foundation.formats.differences import Change
from portal.organizations.models import Organization
from portal.publishing.adapters import ColumnsAdapter, Release

if TYPE_CHECKING:
    from portal.people.models import User


class DossierTypeAdapter(ColumnsAdapter):
    """One person publishes. The team is written by its name: a file goes from one environment to another."""

    versions = DossierTypeVersion
    verb = "dossier_type"
    permission = Permission.CONFIGURE_DOSSIER_TYPES
    title, code = "title_fr", "dossier"
    columns = COLUMNS
    schema = DossierTypeContent

    def in_force(self, subject: DossierType) -> dict[str, Any]:
        return super().in_force(subject) | {"team": subject.team.name if subject.team else ""}

    def compare(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[Change]:
        return compare(before, after)

    def from_file(self, read: BaseModel, organization: Organization | None, subject: Any) -> dict[str, Any]:
        """A team that is not one of the organization’s is nobody’s."""
        content = super().from_file(read, organization, subject)
        if organization is None or content.get("team") not in organization.team_names:
            content.pop("team", None)
        return content

    def anew(self, content: Mapping[str, Any], title: str = "") -> dict[str, Any]:
        columns = {name: value for name, value in content.items() if name != "team"}
        return super().anew(columns, title) | {"team": content.get("team", "")}

    def first_columns(self, content: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in content.items() if name != "team"} | {"updated_at": now()}

    def remarks(self, subject: DossierType, content: Mapping[str, Any]) -> Iterable[TypeRemark]:
        yield from map(TypeRemark, faults(content))
        if content.get("team") and content["team"] not in subject.organization.team_names:
            yield TypeRemark(_("Cette équipe n’est pas de cet organisme."))
        kept = {Stage.of(stage).code for stage in content.get("stages") or ()}
        standing = Dossier.objects.open().filter(dossier_type=subject).exclude(stage__in=kept)
        for code in standing.order_by("stage").values_list("stage", flat=True).distinct():
            stage = subject.stage(code)
            words = _("Des dossiers en cours sont à l’état «\u00a0%(name)s\u00a0»\u00a0: il ne peut pas disparaître.")
            yield TypeRemark(words % {"name": stage.name_fr if stage else code})

    def released_before(self, subject: DossierType) -> Release | None:
        return Release(subject.published_at, subject.published_by) if subject.published_at else None

    def put_on(self, subject: DossierType, content: Mapping[str, Any]) -> None:
        super().put_on(subject, {name: value for name, value in content.items() if name != "team"})
        if "team" in content:
            subject.team = subject.organization.teams.filter(name=content["team"]).first()

    def follow_draft(self, subject: DossierType, content: Mapping[str, Any]) -> None:
        if subject.published_at is None:
            self.put_on(subject, content)
            subject.save()

    def put_in_force(self, version: DossierTypeVersion, by: "User | None", at: dt.datetime) -> dict[str, Any]:
        subject = version.dossier_type
        self.put_on(subject, version.content)
        subject.state = DossierType.State.PUBLISHED
        subject.published_at, subject.published_by, subject.updated_at = at, by, at
        subject.save()
        return version.content

    def announce(self, subject: DossierType, at: dt.datetime) -> None:
        """Nothing else is made of its rows."""
