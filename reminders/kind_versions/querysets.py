"""Selections of versions of kinds."""

from typing import Self

from django.contrib.auth.models import AbstractBaseUser

from portal.publishing.querysets import VersionQuerySet


class KindVersionQuerySet(VersionQuerySet):
    def to_replan(self) -> Self:
        return self.in_force().filter(replanned_at=None)

    def visible_to(self, user: AbstractBaseUser) -> Self:
        """Those of the organizations one administers, or works for."""
        kinds = self.model._meta.get_field("kind").related_model
        return self.filter(kind__in=kinds.objects.visible_to(user))
