"""Selections of life events."""

from __future__ import annotations

from django.db import models


class LifeEventQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> LifeEventQuerySet:
        """Public reference: everybody."""
        return self
