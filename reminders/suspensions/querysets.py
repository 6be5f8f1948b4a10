"""Selections of suspensions."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class SuspensionQuerySet(models.QuerySet):
    def in_force(self) -> "SuspensionQuerySet":
        return self.filter(lifted_at=None)

    def visible_to(self, user: AbstractBaseUser) -> "SuspensionQuerySet":
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)
