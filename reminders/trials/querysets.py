"""Selections of trials."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class TrialQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> "TrialQuerySet":
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)

    def asked_since(self, at: dt.datetime) -> "TrialQuerySet":
        return self.filter(asked_at__gt=at)
