"""Selections of deliveries. Leases use the database's clock: one for all, never moved by a demonstration."""

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef
from django.db.models.functions import Now

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.notices.models import Notice
from reminders.reminders.models import Reminder

if TYPE_CHECKING:
    from reminders.deliveries.models import Delivery


class _Among(Func):
    """`key = ANY(array)`: found by the key's index, row by row."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def unsettled(self) -> "DeliveryQuerySet":
        return self.filter(settled_at=None)

    def not_followed_up(self) -> "DeliveryQuerySet":
        """Settled, and `fallback` has not looked at them yet; the oldest first."""
        return self.filter(settled_at__isnull=False, followed_up_at=None).order_by("settled_at", "pk")

    def lease(self, lasting: dt.timedelta, **columns: object) -> int:
        """For those who send one message outside the senders: after that long, nobody is at work on it any more."""
        return self.update(claimed_by=0, claimed_until=Now() + lasting, **columns)

    def handled_by(self, user: Account) -> "DeliveryQuerySet":
        """Select, for members of staff, what carried a date or a notice of theirs; never what carried private dates
        only."""
        if not visibility_of(user).may(Permission.HANDLE_DEADLINES):
            return self.none()
        theirs = apps.get_model("deadlines", "Deadline").objects.handled_by(user)
        reminders = Reminder.objects.filter(_Among(F("pk"), OuterRef("reminder_ids")), deadline__in=theirs)
        notices = Notice.objects.handled_by(user).filter(_Among(F("pk"), OuterRef("notice_ids")))
        return self.filter(Exists(reminders) | Exists(notices))

    def visible_to(self, user: Account) -> "DeliveryQuerySet":
        """One's own and those of whom one acts for; for members of staff, those that they handle."""
        mine: DeliveryQuerySet = self.filter(recipient_id__in=visibility_of(user).citizen_ids)
        return mine | self.handled_by(user) if visibility_of(user).may(Permission.HANDLE_DEADLINES) else mine

    def same_message(self, delivery: "Delivery") -> "DeliveryQuerySet":
        """All attempts of the same message through the same channel."""
        return self.filter(recipient=delivery.recipient_id, channel=delivery.channel, group=delivery.group)
