"""Selections of what is printed. Operators print all of it and read no dossier: pages show counts and numbers only."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class ForPrintersQuerySet(models.QuerySet):
    """What only the operation of the portal handles."""

    def visible_to(self, user: "Account") -> Self:
        return self if visibility_of(user).may_everywhere(Permission.PRINT_LETTERS) else self.none()


class PrintBatchQuerySet(ForPrintersQuerySet):
    def made(self) -> Self:
        """Still to print."""
        return self.filter(state="made")

    def next_number(self) -> int:
        """The number of the next batch, under the lock of those who prepare one."""
        return (self.aggregate(last=models.Max("number"))["last"] or 0) + 1


_FromBatches = models.Manager.from_queryset(PrintBatchQuerySet)


class BatchManager(_FromBatches):
    """The batches of one noun for its own class (a proxy, in the noun's app); all of them for `PrintBatch`."""

    def get_queryset(self) -> Any:
        batches = super().get_queryset()
        return batches.filter(printable=self.model._meta.app_label) if self.model._meta.proxy else batches
