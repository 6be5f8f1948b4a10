"""Selections of preferences."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class QuietHoursQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> "QuietHoursQuerySet":
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)
