"""Selections of versions of kinds."""

from typing import Self

from django.apps import apps

from portal.access.visibility import Account
from portal.publishing.querysets import VersionQuerySet


class KindVersionQuerySet(VersionQuerySet):
    def to_replan(self) -> Self:
        return self.in_force().filter(replanned_at=None)

    def visible_to(self, user: Account) -> Self:
        """Those of the organizations one administers, or works for."""
        return self.filter(kind__in=apps.get_model("kinds", "DeadlineKind").objects.visible_to(user))
