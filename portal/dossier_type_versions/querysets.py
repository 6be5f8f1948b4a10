"""Selections of versions of types of dossier."""

from portal.access.visibility import Account
from portal.dossier_types.models import DossierType
from portal.publishing.querysets import VersionQuerySet


class DossierTypeVersionQuerySet(VersionQuerySet):
    def visible_to(self, user: Account) -> "DossierTypeVersionQuerySet":
        return self.filter(dossier_type__in=DossierType.objects.visible_to(user))
