"""Selections of import files."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from portal.access.visibility import visibility_of
from portal.imports.adapters import importables

if TYPE_CHECKING:
    from portal.access.visibility import Account


def _seen_by(user: "Account", prefix: str = "") -> Q:
    """The files of each noun, of the organizations for which the account imports it."""
    mine = visibility_of(user).organizations_where
    seen = Q(pk__in=[])
    for one in importables():
        seen |= Q((f"{prefix}noun", one.key), (f"{prefix}organization__in", mine(one.permission)))
    return seen


class ImportFileQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those for which a worker has something to do."""
        return self.filter(state__in=["checking", "receiving"])

    def visible_to(self, user: "Account") -> Self:
        return self.filter(_seen_by(user))


_FromFiles = models.Manager.from_queryset(ImportFileQuerySet)


class ImportFileManager(_FromFiles):
    """The files of one noun for its own class (a proxy, in the noun's app); all of them for `ImportFile`."""

    def get_queryset(self) -> Any:
        files = super().get_queryset()
        return files.filter(noun=self.model._meta.label_lower) if self.model._meta.proxy else files


class ImportProblemQuerySet(models.QuerySet):
    def visible_to(self, user: "Account") -> Self:
        return self.filter(_seen_by(user, "import_file__"))
