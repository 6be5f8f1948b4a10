"""Selections of sheets."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class SheetQuerySet(models.QuerySet):
    def waiting(self) -> "SheetQuerySet":
        """Those for which a worker has something to do."""
        return self.filter(state__in=["checking", "receiving"])

    def visible_to(self, user: "Account") -> "SheetQuerySet":
        return self.filter(organization__in=visibility_of(user).organizations_where(Permission.IMPORT_DEADLINES))


class SheetProblemQuerySet(models.QuerySet):
    def visible_to(self, user: "Account") -> "SheetProblemQuerySet":
        return self.filter(sheet__organization__in=visibility_of(user).organizations_where(Permission.IMPORT_DEADLINES))
