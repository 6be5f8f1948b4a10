"""Selections of versions."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class KindVersionQuerySet(models.QuerySet):
    def open(self) -> "KindVersionQuerySet":
        """Being written, or waiting for the second person: one at most per kind."""
        return self.filter(state__in=["draft", "submitted"])

    def in_force(self) -> "KindVersionQuerySet":
        return self.filter(state="published")

    def released(self) -> "KindVersionQuerySet":
        """In force now or once."""
        return self.filter(published_at__isnull=False)

    def to_replan(self) -> "KindVersionQuerySet":
        return self.in_force().filter(replanned_at=None)

    def visible_to(self, user: AbstractBaseUser) -> "KindVersionQuerySet":
        """Those of the organizations one administers, or works for."""
        kinds = self.model._meta.get_field("kind").related_model
        return self.filter(kind__in=kinds.objects.visible_to(user))
