"""Selections of dossiers that organizations sent."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.dossier_types.models import DossierType

if TYPE_CHECKING:
    from portal.access.visibility import Account


class ImportedDossierQuerySet(models.QuerySet):
    def waiting(self) -> "ImportedDossierQuerySet":
        """Of nobody that the portal knows."""
        return self.filter(citizen=None)

    def opened_by_number(self, numbers: models.QuerySet) -> "ImportedDossierQuerySet":
        """Those whose dossier was opened since it was received, while one of these numbers was its person's."""
        opened_at = OuterRef("dossier__opened_at")
        held = numbers.filter(Q(ended_at=None) | Q(ended_at__gte=opened_at), agreed_at__lte=opened_at)
        return self.filter(Exists(held), dossier__opened_at__gte=F("received_at"))

    def visible_to(self, user: "Account") -> "ImportedDossierQuerySet":
        """Those that wait for a person, of one's teams; for the administrators of an organization, all that it sent,
        which has no name. Types first, of which there are few: no join, and rows stay in the order of their index."""
        visibility = visibility_of(user)
        sent = visibility.organizations_where(Permission.IMPORT_DOSSIERS)
        of_whole = Q(team=None, organization__teams__in=visibility.team_ids)
        types = DossierType.objects.filter(Q(team__in=visibility.team_ids) | of_whole).values_list("pk", flat=True)
        mine = Q(dossier_type__in=set(types)) if visibility.team_ids else Q(pk__in=[])
        return self.waiting().filter(mine | Q(organization__in=sent))
