"""Selections of situations: one's own, and those of the people one represents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.people.models import User


class SituationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> SituationQuerySet:
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)


class FactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FactQuerySet:
        return self.filter(situation__citizen_id__in=visibility_of(user).citizen_ids)


class AskedFactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AskedFactQuerySet:
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)
