"""Selections of versions, the same for every noun."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.people.models import User


class VersionQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Being written, or waiting for the second person: one at most per subject."""
        return self.filter(state__in=["draft", "submitted"])

    def in_force(self) -> Self:
        return self.filter(state="published")

    def coming(self) -> Self:
        """Published, from a day that has not come."""
        return self.filter(state="scheduled")

    def due(self, on: date) -> Self:
        """Those whose day came, oldest first."""
        return self.coming().filter(effective_on__lte=on).order_by("effective_on", "number")

    def released(self) -> Self:
        """In force now, once or soon; not those taken back before their day."""
        return self.filter(state__in=["published", "replaced", "scheduled"])

    def waiting_for(self, user: "User") -> Self:
        """Those that another asks to approve, and one's own that were sent back."""
        asked = Q(state="submitted") & ~Q(submitted_by=user)
        return self.filter(asked | Q(state="draft", returned_at__isnull=False, author=user))
