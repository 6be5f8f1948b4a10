"""Selections of what follows decisions."""

from django.db import models

from portal.access.visibility import Account
from portal.dossiers.models import DossierDecision


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "AppealQuerySet":
        return self.filter(decision__in=DossierDecision.objects.visible_to(user))
