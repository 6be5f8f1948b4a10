"""Selections of reminders."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class ReminderQuerySet(models.QuerySet):
    def planned(self) -> "ReminderQuerySet":
        return self.filter(state="planned")

    def due(self, at: dt.datetime) -> "ReminderQuerySet":
        """Planned and past its instant; the partial index `reminder_planned` finds them whatever the table's size."""
        return self.planned().filter(due_at__lte=at)

    def useless(self, at: dt.datetime) -> "ReminderQuerySet":
        return self.filter(useful_until__lte=at)

    def of_closed_deadlines(self) -> "ReminderQuerySet":
        return self.exclude(deadline__state="open")

    def settle(self, state: str, at: dt.datetime) -> int:
        """Conditional: only rows still planned change. Returns how many did."""
        return self.planned().update(state=state, settled_at=at)

    def visible_to(self, user: AbstractBaseUser) -> "ReminderQuerySet":
        return self.filter(recipient_id__in=reach_of(user).citizen_ids)
