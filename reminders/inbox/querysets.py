"""Selections of inbox items."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class InboxItemQuerySet(models.QuerySet):
    def unread(self) -> "InboxItemQuerySet":
        return self.filter(read_at=None)

    def visible_to(self, user: AbstractBaseUser) -> "InboxItemQuerySet":
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)

    def with_content(self) -> "InboxItemQuerySet":
        """Everything that a line or a message shows, in one query."""
        return self.select_related(
            "citizen", "notice__organization", "reminder__step", "reminder__deadline__kind__organization"
        )
