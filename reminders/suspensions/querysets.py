"""Selections of suspensions."""

from django.db import models

from portal.access.visibility import Account, visibility_of
from reminders.channels.reaching import KeptNow


class SuspensionQuerySet(models.QuerySet):
    def in_force(self) -> "SuspensionQuerySet":
        return self.filter(lifted_at=None)

    def of_current_points(self) -> "SuspensionQuerySet":
        """Those of an address or a number that is still the person's: a former one matters to nobody."""
        return self.filter(address=KeptNow("channel", "citizen_id"))

    def visible_to(self, user: Account) -> "SuspensionQuerySet":
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)
