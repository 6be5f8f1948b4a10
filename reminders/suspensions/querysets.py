"""Selections of suspensions."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from portal.access.reach import reach_of


class SuspensionQuerySet(models.QuerySet):
    def in_force(self) -> "SuspensionQuerySet":
        return self.filter(lifted_at=None)

    def of_current_points(self) -> "SuspensionQuerySet":
        """Those of an address or a number that is still the person's: a former one matters to nobody."""
        return self.filter(
            Q(channel="email", address=F("citizen__email"))
            | Q(channel__in=["sms", "phone"], address=F("citizen__phone"))
            | Q(channel="letter", address=F("citizen__postal_address"))
        )

    def visible_to(self, user: AbstractBaseUser) -> "SuspensionQuerySet":
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)
