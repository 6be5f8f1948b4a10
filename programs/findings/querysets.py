"""Selections of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from portal.access.reach import reach_of

if TYPE_CHECKING:
    from portal.people.models import User


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FindingQuerySet:
        """One's own and those of the people one represents; no member of staff."""
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)
