"""Selections of import files."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class ImportFileQuerySet(models.QuerySet):
    def waiting(self) -> "ImportFileQuerySet":
        """Those for which a worker has something to do."""
        return self.filter(state__in=["checking", "receiving"])

    def visible_to(self, user: "Account") -> "ImportFileQuerySet":
        return self.filter(organization__in=visibility_of(user).organizations_where(Permission.IMPORT_DEADLINES))


class ImportProblemQuerySet(models.QuerySet):
    def visible_to(self, user: "Account") -> "ImportProblemQuerySet":
        return self.filter(sheet__organization__in=visibility_of(user).organizations_where(Permission.IMPORT_DEADLINES))
