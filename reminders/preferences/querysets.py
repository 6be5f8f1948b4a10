"""Selections of preferences."""

from django.db import models

from portal.access.visibility import Account, visibility_of


class QuietHoursQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "QuietHoursQuerySet":
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)
