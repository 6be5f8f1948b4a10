"""What is done with dossiers."""

from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.actions import record
from portal.dossiers.models import Dossier

if TYPE_CHECKING:
    from portal.organizations.models import Team
    from portal.people.models import Citizen, User


@transaction.atomic
def open_dossier(*, by: "User | None", citizen: "Citizen", team: "Team", number: str, title: str) -> Dossier:
    """Open a citizen's matter with a team. `number` is unique in the organization."""
    organization = team.organization
    dossier = Dossier.objects.create(citizen=citizen, organization=organization, team=team, number=number, title=title)
    record("dossier.opened", by=by, subject=dossier, citizen=citizen, organization=organization)
    return dossier
