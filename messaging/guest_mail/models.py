"""`GuestShipment`, a conversation opened to a person without an account; `GuestEmail`, an e-mail that says it waits."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from messaging.guest_mail.querysets import GuestEmailQuerySet, GuestShipmentQuerySet
from messaging.threads.models import Thread
from portal import clock
from portal.account_notices.outbox import Outgoing
from portal.foundation.crypto.codes import grouped
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, Keep, KeepWith


class GuestShipment(models.Model):
    """A door to one conversation: its reference leads to the page, and only a code sent to the person's telephone, or
    the secret that an agent told them, opens it. The message and its files are those of the conversation."""

    class Proof(models.TextChoices):
        TEXT = "text", _("un code envoyé par texto")
        SECRET = "secret", _("un mot de passe dit au téléphone")  # noqa: S105 - the name of a choice

    class State(models.TextChoices):
        SENT = "sent", _("envoyé, pas encore ouvert")
        OPENED = "opened", _("ouvert par la personne")
        ANSWERED = "answered", _("la personne a répondu")
        REFUSED = "refused", _("l’adresse courriel ne fonctionne pas")
        EXPIRED = "expired", _("terminé\u00a0: le dernier jour est passé")
        WITHDRAWN = "withdrawn", _("retiré")
        FINISHED = "finished", _("fermé par la personne")
        KEPT = "kept", _("mis dans l’espace de la personne")

    class Closing(models.TextChoices):
        WITHDRAWN = "withdrawn", _("retiré")
        FINISHED = "finished", _("fermé par la personne")
        KEPT = "kept", _("mis dans l’espace de la personne")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="guest_shipments", verbose_name=_("conversation"), editable=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("envoyé par"))
    # Emptied a month after the last day: no reference leads anywhere any more.
    email = SealedTextField(_("adresse courriel"), null=True, sealed_as="guest_mail_guestshipment.email")
    phone = SealedTextField(_("numéro de cellulaire"), null=True, sealed_as="guest_mail_guestshipment.phone")
    reference = SealedTextField(_("référence"), null=True, sealed_as="guest_mail_guestshipment.reference")
    reference_digest = models.CharField(max_length=64, unique=True, editable=False)
    proof = models.CharField(_("s’ouvre par"), max_length=6, choices=Proof)
    secret_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("envoyé le"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("ouvert jusqu’au"))
    opened_at = models.DateTimeField(_("ouvert la première fois le"), null=True, editable=False)
    answered_at = models.DateTimeField(_("répondu le"), null=True, editable=False)
    closed_at = models.DateTimeField(_("fermé le"), null=True, editable=False)
    # None: by the person, without an account.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("fermé par")
    )
    closed_because = models.CharField(max_length=9, choices=Closing, blank=True, editable=False)

    objects = GuestShipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi sécurisé")
        verbose_name_plural = _("envois sécurisés")
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(F("sent_at").desc(), F("id").desc(), name="guest_shipment_sent_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(proof="text", secret_digest="") | Q(proof="secret", secret_digest__gt="", code_digest=""),
                name="guest_shipment_opens_by_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(code_digest="", code_expires_at=None)
                | Q(code_digest__gt="", code_expires_at__isnull=False),
                name="guest_shipment_code_ends",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_because="")
                | Q(closed_at__isnull=False, closed_because="finished")
                | Q(closed_at__isnull=False, closed_by__isnull=False, closed_because__in=["withdrawn", "kept"]),
                name="guest_shipment_closed_says_why",
            ),
        ]

    class Privacy:
        personal = {
            "by": "clear",
            "email": "sealed",
            "phone": "sealed",
            "reference": "sealed",
            "reference_digest": "sealed",
            "secret_digest": "sealed",
            "code_digest": "sealed",
            "closed_by": "clear",
        }
        retention = [
            KeepWith("thread"),
            Empty(
                fields=("email", "phone", "reference"),
                days=30,
                after="expires_at",
                where=Q(reference__isnull=False),
                only="those that still hold them",
            ),
            Keep(years=2, after="expires_at", because="to prove what was sent, and how it was opened"),
        ]

    def __str__(self) -> str:
        return str(_("Envoi sécurisé du %(day)s")) % {"day": date_format(clock.day_of(self.sent_at))}

    @property
    def shown_reference(self) -> str:
        """«K7M4P-9XW2T», as the e-mail and the agent say it; "" once it is emptied."""
        return grouped(self.reference) if self.reference else ""

    @property
    def is_in_force(self) -> bool:
        return self.closed_at is None and self.expires_at > clock.now()

    @property
    def state(self) -> State:
        """Where it is: closed, over, or what the person did of it last."""
        if self.closed_at:
            return self.State(self.closed_because)
        if not self.is_in_force:
            return self.State.EXPIRED
        if self.answered_at:
            return self.State.ANSWERED
        if self.opened_at:
            return self.State.OPENED
        refused = any(one.refused_at for one in self.emails.all())
        return self.State.REFUSED if refused else self.State.SENT


class GuestEmail(Outgoing):
    """Neutral: the portal's bare address and the reference."""

    class What(models.TextChoices):
        WAITING = "waiting", _("un message attend")
        NEWS = "news", _("du nouveau attend")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shipment = models.ForeignKey(GuestShipment, models.PROTECT, related_name="emails")
    what = models.CharField(max_length=7, choices=What)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = GuestEmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel d’un envoi sécurisé")
        verbose_name_plural = _("courriels d’envois sécurisés")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at=None, refused_at=None), name="guest_email_waiting")
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepWith("shipment")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} ({self.created_at:%Y-%m-%d})"
