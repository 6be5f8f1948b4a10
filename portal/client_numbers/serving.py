"""The people with whom an agent may link a number."""

from typing import TYPE_CHECKING, Any

from django.db import models

from portal.access.visibility import visibility_of
from portal.organizations.models import Team
from portal.people.models import Citizen

if TYPE_CHECKING:
    from portal.access.visibility import Account


def served_by(user: "Account", organization_id: Any) -> models.QuerySet:
    """The people whom this account serves for that organization: they have a dossier with one of its teams there. Never
    oneself: an agent does not vouch for their own number."""
    teams = Team.objects.filter(pk__in=visibility_of(user).team_ids, organization=organization_id)
    served = Citizen.objects.visible_to(user).filter(dossiers__team__in=teams)
    return served.exclude(user_id=user.pk).distinct()
