"""`TestMessage`: who asked to be written to, by which channel, at which address; its `Delivery` says what came of it.

It needs no consent in the ledger: asking is one, for one message, and this row is its record."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.consents.models import Channel
from portal.foundation.constraints import together
from portal.foundation.retention import KeepWith
from portal.people.models import Citizen
from reminders.deliveries.models import Delivery
from reminders.inbox.models import InboxItem
from reminders.test_messages.querysets import TestMessageQuerySet

OURS = frozenset({"lost", "internal"})
"""Codes of failures of our own: the address is not in doubt."""


class TestMessage(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="test_messages", db_index=False)
    channel = models.CharField(_("moyen"), max_length=16, choices=Channel.choices)
    # What was tried: an address changed since is not proved by it.
    address = models.TextField(_("coordonnée"), blank=True)
    asked_at = models.DateTimeField(_("demandé le"), default=now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="test_message", null=True)
    item = models.OneToOneField(InboxItem, on_delete=models.PROTECT, related_name="test_message", null=True)
    # Taken by the worker that sends it: a bell rung twice sends once.
    left_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(_("reçu le"), null=True, blank=True)
    arrived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    objects = TestMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("essai")
        verbose_name_plural = _("essais")
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False, asked_by__isnull=False), name="test_message_asked_at_by"
            ),
            together("arrived_at", "arrived_by", name="test_message_arrived_at_by"),
            models.CheckConstraint(
                condition=Q(channel="inbox", delivery=None, item__isnull=False)
                | ~Q(channel="inbox") & Q(delivery__isnull=False, item=None),
                name="test_message_carried_by_one",
            ),
        ]
        indexes = [models.Index(fields=["citizen", "channel", "-asked_at"], name="test_message_of_citizen")]

    class Privacy:
        personal = {"citizen": "clear", "address": "clear", "asked_by": "clear", "arrived_by": "clear"}
        retention = [KeepWith("delivery", "item")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.asked_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("test_messages:test_message", args=[self.pk])

    @property
    def state(self) -> str:
        """waiting, accepted, refused (for good), or failed (may be tried again)."""
        if self.delivery is None:
            return "accepted"
        match self.delivery.state:
            case Delivery.State.READY | Delivery.State.ATTEMPTED:
                return "waiting"
            case Delivery.State.ACCEPTED:
                return "accepted"
            case Delivery.State.FAILED | Delivery.State.BOUNCED if self.delivery.code not in OURS:
                return "refused"
        return "failed"
