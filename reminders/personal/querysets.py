"""Selections of personal reminders."""

import datetime as dt

from django.db import models

from portal.access.visibility import Account, visibility_of


class PersonalReminderQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "PersonalReminderQuerySet":
        """One's own only: neither who acts for the person nor any organization reads what she notes for herself."""
        return self.filter(citizen_id=visibility_of(user).own_citizen_id)

    def open(self) -> "PersonalReminderQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "PersonalReminderQuerySet":
        return self.filter(closed_at__isnull=False)

    def to_tell(self, at: dt.datetime) -> "PersonalReminderQuerySet":
        return self.open().filter(next_at__lte=at)
