"""Selections of deadlines."""

import datetime as dt

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from portal.access.reach import reach_of
from portal.clock import now
from reminders.kinds.models import DeadlineKind
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

    def to_renew(self, day: dt.date) -> "DeadlineQuerySet":
        """Open, recurring, before `day`, its ladder over, and nothing later of the same kind for the same
        persons: neither open nor closed, since «pas pour moi» on the following date stops it."""
        later = self.model.objects.filter(
            citizen=OuterRef("citizen"),
            concerned=OuterRef("concerned"),
            kind=OuterRef("kind"),
            due_on__gt=OuterRef("due_on"),
        )
        recurring = Q(kind__basis__startswith="calendar:") | Q(kind__basis__startswith="birth_date")
        mine = self.open().filter(recurring, renews=True, paused_at=None, due_on__lt=day, kind__state="published")
        coming = Reminder.objects.planned().filter(deadline=OuterRef("pk"), due_at__gt=now())
        return mine.filter(~Exists(coming), ~Exists(later))

    def unmandated(self, day: dt.date) -> "DeadlineQuerySet":
        """Open, for somebody else, and whoever is told holds no mandate for them any more."""
        mandates = apps.get_model("portal", "Mandate").objects.in_force(day)
        held = mandates.filter(citizen=OuterRef("concerned"), holder=OuterRef("citizen__user"))
        return self.open().exclude(concerned=F("citizen")).filter(~Exists(held))

    def of_citizens(self, user: AbstractBaseUser) -> "DeadlineQuerySet":
        """One's own and those of the persons one acts for: the citizen pages."""
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)

    def visible_to(self, user: AbstractBaseUser) -> "DeadlineQuerySet":
        """Those of one's citizens; for agents, those of kinds that their organization configures."""
        reach = reach_of(user)
        mine = Q(citizen_id__in=reach.citizen_ids)
        if reach.team_ids:  # among the kinds, which are few: joined to the teams, each date would come once for each
            mine |= Q(kind__in=DeadlineKind.objects.filter(organization__teams__in=reach.team_ids).values("pk"))
        return self.filter(mine)

    def with_kind(self) -> "DeadlineQuerySet":
        return self.with_next().select_related("kind__organization", "citizen", "concerned")

    def with_next(self) -> "DeadlineQuerySet":
        """`next_at`, when the next reminder leaves (None: no more), and `next_offset`, the days of its step."""
        coming = Reminder.objects.planned().filter(deadline=OuterRef("pk"), due_at__gt=now()).order_by("due_at", "id")
        return self.annotate(
            next_at=Subquery(coming.values("due_at")[:1]),
            next_offset=Subquery(coming.values("step__offset_days")[:1]),
        )
