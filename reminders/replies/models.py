"""`Reply`: what somebody wrote back; `AutomaticAnswer`: the message that tells them where to write instead."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.account_notices.outbox import Outgoing, OutgoingQuerySet
from portal.clock import now
from portal.consents.models import Channel
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, Keep
from portal.organizations.models import Team
from portal.people.models import Citizen
from reminders.deliveries.models import Delivery
from reminders.replies.querysets import ReplyQuerySet

CHANNELS = [(Channel.SMS.value, _("message texte")), (Channel.EMAIL.value, _("courriel"))]


class Reply(models.Model):
    """Of a person whom we know by the number or the message that it answers, for the team of that message; else of
    nobody known, for the operation of the portal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("moyen"), max_length=16, choices=CHANNELS)
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("personne")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("équipe qui la lit")
    )
    # The attempt that it answers, where it is known.
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    # SHA-256 of the provider's identifier, or of the Message-ID: repeated, it is one reply.
    key = models.CharField(max_length=64, unique=True, editable=False)
    body = SealedTextField(verbose_name=_("texte"), sealed_as="replies_reply.body")
    received_at = models.DateTimeField(_("reçue le"), default=now, editable=False)
    settled_at = models.DateTimeField(_("traitée le"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("traitée par"),
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse reçue")
        verbose_name_plural = _("réponses reçues")
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["team", "received_at", "id"], condition=Q(settled_at=None), name="reply_unread"),
            models.Index(
                fields=["team", "received_at", "id"], condition=Q(settled_at__isnull=False), name="reply_settled"
            ),
        ]
        constraints = [
            together("settled_at", "settled_by", name="reply_settled_at_by"),
            models.CheckConstraint(
                condition=Q(citizen=None) | Q(team__isnull=False), name="reply_of_a_person_has_a_team"
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "body": "sealed", "settled_by": "clear"}
        retention = [Keep(years=2, after="settled_at")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.received_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("admin:replies_reply_change", args=[self.pk])

    @property
    def organization_id(self) -> uuid.UUID | None:
        return self.team.organization_id if self.team else None


class AutomaticAnswer(Outgoing):
    """An outbox: its address is emptied once it has left or was refused."""

    class Text(models.TextChoices):
        HELP = "help", _("aide")
        PASSED = "passed", _("réponse transmise")
        UNREAD = "unread", _("où nous écrire")
        STOPPED = "stopped", _("textos arrêtés")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=16, choices=CHANNELS)
    text = models.CharField(max_length=8, choices=Text)
    language = models.CharField(max_length=2, choices=Citizen.Language, default=Citizen.Language.FRENCH)
    address = SealedTextField(default="", sealed_as="replies_automaticanswer.address")
    # Message-ID of what it answers (RFC 3834 §3.1.5), for mail programs to thread it.
    answered = SealedTextField(default="", sealed_as="replies_automaticanswer.answered")
    is_forgotten = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse automatique")
        verbose_name_plural = _("réponses automatiques")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at=None, refused_at=None), name="automatic_answer_waiting"
            )
        ]

    class Privacy:
        personal = {"address": "sealed", "answered": "sealed"}
        retention = [
            Empty(
                fields=("address", "answered"),
                until="once it has left, or after ten tries",
                by="reminders.replies.answering.send_answers",
            ),
            Keep(years=2, after="created_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_text_display()}, {self.get_channel_display()}"
