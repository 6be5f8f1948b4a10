"""Selections of deadlines."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from portal.access.reach import reach_of
from reminders.reminders.models import Reminder


class DeadlineQuerySet(models.QuerySet):
    def open(self) -> "DeadlineQuerySet":
        return self.filter(state="open")

    def closed(self) -> "DeadlineQuerySet":
        return self.exclude(state="open")

    def late(self, today: dt.date) -> "DeadlineQuerySet":
        return self.open().filter(due_on__lt=today)

    def siblings_of(self, deadline: models.Model) -> "DeadlineQuerySet":
        """Every date, open or closed, of the same kind for the same persons; itself too."""
        return self.filter(citizen_id=deadline.citizen_id, concerned_id=deadline.concerned_id, kind_id=deadline.kind_id)

    def renewed_from(self, deadline: models.Model) -> "DeadlineQuerySet":
        """Later dates that the portal opened by itself after that one."""
        return self.siblings_of(deadline).open().filter(origin="renewal", due_on__gt=deadline.due_on)

    def of_citizens(self, user: AbstractBaseUser) -> "DeadlineQuerySet":
        """One's own and those of the persons one acts for: the citizen pages."""
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)

    def visible_to(self, user: AbstractBaseUser) -> "DeadlineQuerySet":
        """Those of one's citizens; for agents, those of kinds that their organization configures."""
        reach = reach_of(user)
        mine = Q(citizen_id__in=reach.citizen_ids)
        if reach.team_ids:
            mine |= Q(kind__organization__teams__in=reach.team_ids)
            return self.filter(mine).distinct()
        return self.filter(mine)

    def with_kind(self) -> "DeadlineQuerySet":
        return self.with_next().select_related("kind__organization", "citizen", "concerned")

    def with_next(self) -> "DeadlineQuerySet":
        """`next_at`, when the next reminder leaves (None: no more), and `next_offset`, the days of its step."""
        coming = Reminder.objects.planned().filter(deadline=OuterRef("pk")).order_by("due_at", "id")
        return self.annotate(
            next_at=Subquery(coming.values("due_at")[:1]),
            next_offset=Subquery(coming.values("step__offset_days")[:1]),
        )
