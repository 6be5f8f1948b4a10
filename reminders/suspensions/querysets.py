"""Selections of suspensions."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat

from portal.access.visibility import visibility_of

_WITH_EXTENSION = Case(
    When(citizen__phone_extension="", then=F("citizen__phone")),
    default=Concat("citizen__phone", Value(";ext="), "citizen__phone_extension", output_field=models.CharField()),
)
"""What a call dials, as `portal.people.phones` keeps it."""


class SuspensionQuerySet(models.QuerySet):
    def in_force(self) -> "SuspensionQuerySet":
        return self.filter(lifted_at=None)

    def of_current_points(self) -> "SuspensionQuerySet":
        """Those of an address or a number that is still the person's: a former one matters to nobody."""
        return self.filter(
            Q(channel="email", address=F("citizen__email"))
            | Q(channel="sms", address=F("citizen__phone"))
            | Q(channel="phone", address=_WITH_EXTENSION)
            | Q(channel="letter", address=F("citizen__postal_address"))
        )

    def visible_to(self, user: AbstractBaseUser) -> "SuspensionQuerySet":
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)
