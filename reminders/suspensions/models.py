"""`Suspension`: one address or number of one person that no longer takes messages, why, since when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.consents.models import Channel
from portal.foundation.retention import Keep, KeepUntil, once_closed
from portal.people.models import Citizen
from reminders.channels.contact_points import ContactPoint, contact_point_of
from reminders.suspensions.querysets import SuspensionQuerySet


class Suspension(models.Model):
    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("l’adresse n’existe pas ou refuse nos messages")
        COMPLAINT = "complaint", _("un message a été signalé comme indésirable")
        UNDELIVERABLE = "undeliverable", _("le numéro ne reçoit pas de message texte")
        RETURNED = "returned", _("la lettre est revenue")
        WRONG_NUMBER = "wrong_number", _("le numéro de téléphone n’est plus le bon")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="suspensions")
    channel = models.CharField(_("moyen"), max_length=16, choices=Channel.choices)
    # The contact point itself: a new address is not suspended.
    address = models.TextField(_("coordonnée"))
    reason = models.CharField(_("raison"), max_length=16, choices=Reason.choices)
    since = models.DateTimeField(_("depuis"), default=now)
    lifted_at = models.DateTimeField(_("levée le"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordonnée suspendue")
        verbose_name_plural = _("coordonnées suspendues")
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "channel", "address"], condition=Q(lifted_at=None), name="suspension_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False), name="suspension_lifted_at"
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "address": "clear", "lifted_by": "clear"}
        retention = [
            Keep(years=2, after="lifted_at"),
            KeepUntil("the contact point is no longer the person’s, then two years"),
            once_closed(),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.get_reason_display()}"

    @property
    def contact_point(self) -> ContactPoint:
        """What pages say of it: its name, what its owner can do."""
        return contact_point_of(self.channel)

    @property
    def offers_test_message(self) -> bool:
        """A test message may show that it works again."""
        return Channel(self.channel).offers_test_message
