"""Selections of letters. Operators print all of them; lists show counts and numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.people.models import User


class ResultLetterQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ResultLetterQuerySet:
        """The operation of the portal only: no agent knows who asked."""
        return self if visibility_of(user).may_everywhere(Permission.PRINT_LETTERS) else self.none()

    def waiting(self) -> ResultLetterQuerySet:
        return self.filter(state="waiting")

    def in_batch(self, batch: int) -> ResultLetterQuerySet:
        """Taken and not printed yet, in the order of the sheets."""
        return self.filter(state="taken", batch=batch).order_by("place")

    def batches(self) -> list[dict[str, Any]]:
        """[{"batch", "count", "taken_at"}] of those still to print, the oldest first."""
        taken = self.filter(state="taken").order_by().values("batch")
        return list(taken.annotate(count=models.Count("pk"), taken_at=models.Min("taken_at")).order_by("batch"))
