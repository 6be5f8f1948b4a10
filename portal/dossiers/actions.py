"""What is done with dossiers."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.audit.actions import record
from portal.dossiers.models import Dossier

if TYPE_CHECKING:
    from portal.organizations.models import Team
    from portal.people.models import Citizen, User

sentences.register({"dossier.opened": _("a ouvert un dossier")})


@transaction.atomic
def open_dossier(*, by: "User | None", citizen: "Citizen", team: "Team", number: str, title: str) -> Dossier:
    """Open a citizen's matter with a team. `number` is unique in the organization."""
    organization = team.organization
    dossier = Dossier.objects.create(citizen=citizen, organization=organization, team=team, number=number, title=title)
    record("dossier.opened", by=by, subject=dossier, citizen=citizen, organization=organization)
    return dossier
