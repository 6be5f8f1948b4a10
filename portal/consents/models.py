"""The ledger of consents. Nothing is sent outside the portal without a row in force here (legal notices say so)."""

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.consents.channels import Channel
from portal.consents.querysets import ConsentQuerySet, LedgerError
from portal.foundation.retention import once_closed
from portal.people.models import Citizen


class Purpose(models.TextChoices):
    """What a message is about. The citizen chooses for each, channel by channel; all are off until chosen."""

    LEARN = "learn", _("M’informer sur les programmes et services")
    FOLLOW = "follow", _("Suivre mon dossier")
    HELP = "help", _("Obtenir de l’aide")
    SEND_DOCUMENT = "send_document", _("Transmettre un document")
    RECEIVE_DOCUMENT = "receive_document", _("Recevoir un document")
    FILE_NEWS = "file_news", _("Recevoir de l’information sur mon dossier")
    REMINDERS = "reminders", _("Recevoir des rappels")
    ADVICE = "advice", _("Me prévenir des programmes auxquels je pourrais avoir droit")


class How(models.TextChoices):
    WEB = "web", _("sur le portail")
    PHONE = "phone", _("par téléphone")
    PAPER = "paper", _("sur papier")
    REPLACED = "replaced", _("remplacé par un nouveau texte")
    ONE_CLICK = "one_click", _("par le lien de désabonnement d’un courriel")
    SMS_STOP = "sms_stop", _("par le mot ARRÊT ou STOP")


class Consent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("but"), max_length=32, choices=Purpose.choices)
    channel = models.CharField(_("moyen"), max_length=16, choices=Channel.choices)
    wording = models.TextField(_("texte présenté"), help_text=_("Le texte exact que la personne a accepté."))
    given_at = models.DateTimeField(_("donné le"), default=now, editable=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_how = models.CharField(max_length=16, choices=How.choices, default=How.WEB)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    withdrawn_how = models.CharField(max_length=16, choices=How.choices, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        ordering = ["-given_at", "id"]
        indexes = [
            # Few have one: an entry for each row would be written for nothing.
            models.Index(fields=["withdrawn_by"], condition=Q(withdrawn_by__isnull=False), name="consent_withdrawn_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "purpose", "channel"],
                condition=Q(withdrawn_at=None),
                name="consent_one_in_force",
                violation_error_message=_("Ce consentement est déjà donné."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_how="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_how="")
                | Q(withdrawn_at__isnull=False, withdrawn_by=None, withdrawn_how__in=["one_click", "sms_stop"]),
                name="consent_withdrawn_at_by_how",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=False, given_by__isnull=False), name="consent_given_at_by"
            ),
            models.CheckConstraint(condition=~Q(wording=""), name="consent_has_wording"),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "purpose": "clear",
            "channel": "clear",
            "given_by": "clear",
            "withdrawn_by": "clear",
        }
        retention = [once_closed(years=7, because="proof of consent")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.get_channel_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LedgerError("consents are never edited: withdraw, then give again")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise LedgerError("consents are never deleted")
