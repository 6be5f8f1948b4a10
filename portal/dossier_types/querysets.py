"""Selections of types of dossier."""

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of


class DossierTypeQuerySet(models.QuerySet):
    def published(self) -> "DossierTypeQuerySet":
        """Those of which dossiers may be opened."""
        return self.filter(state="published")

    def visible_to(self, user: Account) -> "DossierTypeQuerySet":
        """In gestion: those of the organizations that one administers or works for."""
        visibility = visibility_of(user)
        administered = visibility.organizations_where(Permission.CONFIGURE_DOSSIER_TYPES)
        return self.filter(organization_id__in=administered | visibility.staff_organization_ids)

    def of_team(self, team: models.Model) -> "DossierTypeQuerySet":
        """Those that a team may open: its own, and those of its organization that no team answers for."""
        mine = models.Q(team=team) | models.Q(team=None, organization_id=team.organization_id)  # type: ignore[attr-defined]
        return self.published().filter(mine)
