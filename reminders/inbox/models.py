"""`InboxItem`: one reminder or one notice, once (each key is unique)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.retention import KeepWith
from portal.notices.models import Notice
from portal.people.models import Citizen
from reminders.inbox.querysets import InboxItemQuerySet
from reminders.inbox.titles import TITLES
from reminders.reminders.models import Reminder


class InboxItem(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="inbox_items", db_index=False)
    reminder = models.OneToOneField(Reminder, on_delete=models.PROTECT, related_name="inbox_item", null=True)
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="inbox_item", null=True)
    created_at = models.DateTimeField(_("reçu le"), default=now)
    # The first reading, by whoever it was: that one account has read it or not is in `InboxItemReading`.
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    objects = InboxItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis reçu")
        verbose_name_plural = _("avis reçus")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reminder=None, notice__isnull=False) | Q(reminder__isnull=False, notice=None),
                name="inbox_item_carries_one",
            ),
            together("read_at", "read_by", name="inbox_item_read_at_by"),
        ]
        indexes = [
            models.Index(fields=["citizen", "-created_at", "-id"], name="inbox_of_citizen"),
            # Few have one: an entry for each row would be written for nothing.
            models.Index(fields=["read_by"], condition=Q(read_by__isnull=False), name="inbox_read_by"),
        ]

    class Privacy:
        personal = {"citizen": "clear", "reminder": "clear", "notice": "clear", "read_by": "clear"}
        retention = [KeepWith("reminder", "notice")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inbox:item", args=[self.pk])

    @property
    def title(self) -> str:
        if self.reminder:
            return self.reminder.deadline.kind.title_fr
        assert self.notice is not None  # an item is of a reminder or of a notice
        return str(TITLES[Notice.Kind(self.notice.kind)])

    @property
    def sender(self) -> str:
        if self.reminder:
            return str(self.reminder.deadline.kind.organization)
        return str((self.notice and self.notice.organization) or "Relais")


class InboxItemReading(models.Model):
    """An account read an item: the person, or somebody who acts for them."""

    item = models.ForeignKey(InboxItem, on_delete=models.PROTECT, related_name="readings", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField(_("lu le"), default=now)

    class Meta:
        verbose_name = _("lecture d’un avis")
        verbose_name_plural = _("lectures d’avis")
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="inbox_item_reading_once")]

    class Privacy:
        personal = {"user": "clear"}
        retention = [KeepWith("item")]

    def __str__(self) -> str:
        return f"{self.item_id} · {self.user_id}"
