"""Selections of deliveries. Leases use the database's clock: one for all, never moved by a demonstration."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now

from portal.access.reach import reach_of
from portal.notices.models import Notice
from portal.organizations.models import Organization
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder


class _Among(Func):
    """`key = ANY(array)`: found by the key's index, row by row."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


class DeliveryQuerySet(models.QuerySet):
    def unsettled(self) -> "DeliveryQuerySet":
        return self.filter(settled_at=None)

    def not_followed_up(self) -> "DeliveryQuerySet":
        """Settled, and `fallback` has not looked at them yet; the oldest first."""
        return self.filter(settled_at__isnull=False, followed_up_at=None).order_by("settled_at", "pk")

    def lease(self, lasting: dt.timedelta, **columns: object) -> int:
        """For those who send one message outside the senders: after that long, nobody is at work on it any more."""
        return self.update(claimed_by=0, claimed_until=Now() + lasting, **columns)

    def visible_to(self, user: AbstractBaseUser) -> "DeliveryQuerySet":
        """For agents: what went, or did not go, to people who follow a deadline of their organization."""
        reach = reach_of(user)
        mine = Q(recipient_id__in=reach.citizen_ids)
        if not reach.team_ids:
            return self.filter(mine)
        ours = Organization.objects.filter(teams__in=reach.team_ids).values("pk")
        kinds = DeadlineKind.objects.filter(organization__in=ours).values("pk")
        reminders = Reminder.objects.filter(_Among(F("pk"), OuterRef("reminder_ids")), deadline__kind__in=kinds)
        notices = Notice.objects.filter(_Among(F("pk"), OuterRef("notice_ids")), organization__in=ours)
        return self.filter(mine | Exists(reminders) | Exists(notices))

    def same_message(self, delivery: models.Model) -> "DeliveryQuerySet":
        """All attempts of the same message through the same channel."""
        return self.filter(recipient=delivery.recipient_id, channel=delivery.channel, group=delivery.group)
