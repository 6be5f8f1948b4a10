"""Selections of deliveries. Leases use the database's clock: one for all, never moved by a demonstration."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from portal.access.reach import reach_of
from reminders.inbox.models import InboxItem


class DeliveryQuerySet(models.QuerySet):
    def sendable(self, at: dt.datetime) -> "DeliveryQuerySet":
        """Ready, at their time, and claimed by nobody who is still at work."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=Now())
        return self.filter(free, state="ready", not_before__lte=at)

    def stuck(self) -> "DeliveryQuerySet":
        """Attempted by somebody who has not said what came of it within the lease."""
        return self.filter(state="attempted", claimed_until__lte=Now())

    def claim(self) -> "DeliveryQuerySet":
        """To be sliced: rows locked by another worker are skipped, not waited for."""
        return self.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "id")

    def lease(self, lasting: dt.timedelta, **columns: object) -> int:
        return self.update(claimed_until=Now() + lasting, **columns)

    def visible_to(self, user: AbstractBaseUser) -> "DeliveryQuerySet":
        """For agents: what went, or did not go, to people who follow a deadline of their organization."""
        reach = reach_of(user)
        mine = Q(recipient_id__in=reach.citizen_ids)
        if not reach.team_ids:
            return self.filter(mine)
        carried = InboxItem.objects.filter(citizen=OuterRef("recipient"), group=OuterRef("group")).filter(
            Q(reminder__deadline__kind__organization__teams__in=reach.team_ids)
            | Q(notice__organization__teams__in=reach.team_ids)
        )
        return self.filter(mine | Exists(carried))

    def same_group(self, delivery: models.Model) -> "DeliveryQuerySet":
        return self.filter(recipient=delivery.recipient_id, channel=delivery.channel, group=delivery.group)
