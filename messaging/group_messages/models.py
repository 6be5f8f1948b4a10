"""`GroupMessage`: what a team writes to many; `GroupRecipient`: the conversation that each of them has of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.group_messages.querysets import GroupMessageQuerySet
from messaging.threads.models import Thread
from portal import clock
from portal.dossier_types.models import DossierType
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep, KeepWith
from portal.organizations.models import Team

FOUR_EYES = 500
"""People beyond whom a second person of the team reads it first."""


class GroupMessage(models.Model):
    """To the people whose dossier of a type is open, at a stage or at any. Its words do not change once it is sent."""

    class State(models.TextChoices):
        DRAFT = "draft", _("à relire")
        SUBMITTED = "submitted", _("attend l’accord d’une autre personne")
        SENDING = "sending", _("en cours d’envoi")
        SENT = "sent", _("envoyé")
        WITHDRAWN = "withdrawn", _("abandonné")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="group_messages", verbose_name=_("de la part de"), db_index=False
    )
    dossier_type = models.ForeignKey(DossierType, models.PROTECT, related_name="+", verbose_name=_("genre de dossier"))
    # The code of a stage of the type; empty: any.
    stage = models.CharField(_("état du dossier"), max_length=40, blank=True)
    subject = SealedTextField(verbose_name=_("objet"), sealed_as="group_messages_groupmessage.subject")
    body = SealedTextField(verbose_name=_("message"), sealed_as="group_messages_groupmessage.body")
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField(_("écrit le"), default=clock.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrit par"), db_index=False
    )
    # How many people it was for when its author, or who approved it, saw it last.
    count = models.PositiveIntegerField(_("personnes"), default=0)
    launched_at = models.DateTimeField(_("envoyé le"), null=True)
    # Who approved it, beyond `FOUR_EYES`; its author otherwise.
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("par"), db_index=False
    )
    finished_at = models.DateTimeField(_("parti en entier le"), null=True)

    objects = GroupMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message de groupe")
        verbose_name_plural = _("messages de groupe")
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(F("team"), F("written_at").desc(), F("id").desc(), name="group_message_team")]
        constraints = [
            together("launched_at", "launched_by", name="group_message_launched_pair"),
            models.CheckConstraint(
                condition=Q(state__in=["sending", "sent"], launched_at__isnull=False)
                | Q(state__in=["draft", "submitted", "withdrawn"], launched_at=None),
                name="group_message_launched_when_sending",
            ),
            models.CheckConstraint(
                condition=Q(count__lte=FOUR_EYES) | Q(launched_by=None) | ~Q(launched_by=F("author")),
                name="group_message_four_eyes",
            ),
        ]

    class Privacy:
        personal = {"author": "clear", "launched_by": "clear", "subject": "sealed", "body": "sealed"}
        retention = [
            Keep(years=7, after="written_at", because="with the journal; each person keeps their conversation")
        ]

    def __str__(self) -> str:
        return gettext("message de groupe %(key)s") % {"key": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("admin:group_messages_groupmessage_change", args=[self.pk])

    @property
    def stage_name(self) -> str:
        stage = self.dossier_type.stage(self.stage) if self.stage else None
        return stage.name_fr if stage else ""

    @property
    def is_waiting(self) -> bool:
        """Whether nothing has left yet and nobody gave it up."""
        return self.state in {self.State.DRAFT, self.State.SUBMITTED}


class GroupRecipient(models.Model):
    """The conversation that one person has of it."""

    group_message = models.ForeignKey(GroupMessage, models.PROTECT, related_name="recipients", db_index=False)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("destinataire")
        verbose_name_plural = _("destinataires")
        constraints = [models.UniqueConstraint(fields=["group_message", "thread"], name="group_recipient_once")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepWith("group_message"), KeepWith("thread")]

    def __str__(self) -> str:
        return f"{self.group_message_id} · {self.thread_id}"
