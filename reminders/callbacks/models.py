"""`ProviderEvent`: one thing that a provider said of one message, once. No address, no number, no text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.retention import Keep, KeepWith
from reminders.callbacks.querysets import ProviderEventQuerySet
from reminders.deliveries.models import Delivery


class ProviderEvent(models.Model):
    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("remis")
        HARD = "hard", _("refusé pour de bon")
        SOFT = "soft", _("refusé pour l’instant")
        COMPLAINED = "complained", _("signalé comme indésirable")
        UNSUBSCRIBED = "unsubscribed", _("désabonnement")
        STOPPED = "stopped", _("mot ARRÊT ou STOP reçu")
        RECEIVED = "received", _("message texte reçu")

    provider = models.CharField(_("fournisseur"), max_length=40)
    # SHA-256 of the provider's own identifier: some put an address in it.
    event_id = models.CharField(max_length=64)
    kind = models.CharField(_("événement"), max_length=16, choices=Kind.choices)
    # Our key of the message or the provider's, until it is matched with its delivery.
    reference = models.CharField(_("référence"), max_length=120, blank=True)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="events", null=True, db_index=False, verbose_name=_("envoi")
    )
    code = models.CharField(_("réponse"), max_length=32, blank=True)
    # Told by the provider in its own time, moved to the portal's clock.
    occurred_at = models.DateTimeField(_("survenu le"))
    received_at = models.DateTimeField(_("reçu le"), default=now)
    handled_at = models.DateTimeField(_("traité le"), null=True, blank=True)

    objects = ProviderEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("retour d’un fournisseur")
        verbose_name_plural = _("retours des fournisseurs")
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once"),
            models.CheckConstraint(
                condition=Q(delivery=None) | Q(handled_at__isnull=False), name="provider_event_matched_is_handled"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(handled_at=None), name="provider_event_waiting")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [
            KeepWith("delivery"),
            Keep(years=2, after="received_at", where=Q(delivery=None), only="of no delivery"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind}"
