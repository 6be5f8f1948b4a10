"""Selections of preferences."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.visibility import visibility_of


class QuietHoursQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> "QuietHoursQuerySet":
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)
