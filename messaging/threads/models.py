"""`Thread`, `Message`, `Attachment`; `TeamChange`, when a conversation goes to another team."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.threads.querysets import MessageQuerySet, TeamChangeQuerySet, ThreadQuerySet
from portal import clock
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepUntil, KeepWith
from portal.organizations.models import Team


class Thread(models.Model):
    """A conversation between a citizen and a team. What the team has not read is a column; on the citizen's side each
    account reads for itself (`MessageReading`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        "people.Citizen", on_delete=models.PROTECT, related_name="threads", verbose_name=_("citoyen"), db_index=False
    )
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="threads", verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        "organizations.Team", on_delete=models.PROTECT, related_name="threads", verbose_name=_("équipe"), db_index=False
    )
    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.PROTECT, related_name="threads", null=True, verbose_name=_("dossier")
    )
    subject = SealedTextField(verbose_name=_("objet"), sealed_as="threads_thread.subject")
    started_at = models.DateTimeField(_("commencée"), default=clock.now)
    last_message_at = models.DateTimeField(_("dernier message"), default=clock.now)
    # Begun by somebody who did not know whom to write to: it may be passed to another organization.
    is_to_sort = models.BooleanField(default=False, db_default=False, editable=False)
    passed_at = models.DateTimeField(null=True, editable=False)
    """The last of its `team_changes`: most conversations have none, and no query asks for them."""
    # Either side said that nothing more is expected; writing again empties both.
    ended_at = models.DateTimeField(_("terminée"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    unread_team = models.PositiveIntegerField(_("non lus"), default=0)

    reply_due_at: dt.datetime | None
    answer_due_at: dt.datetime | None
    """Of rows read `with_due` only."""

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-last_message_at", "-id"]
        constraints = [together("ended_at", "ended_by", name="thread_ended_pair")]
        indexes = [
            models.Index(F("citizen"), F("last_message_at").desc(), F("id").desc(), name="thread_citizen"),
            models.Index(F("team"), F("last_message_at").desc(), F("id").desc(), name="thread_team"),
            models.Index(
                F("team"),
                F("last_message_at").desc(),
                F("id").desc(),
                condition=Q(unread_team__gt=0),
                name="thread_team_unread",
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "ended_by": "clear", "subject": "sealed"}
        retention = [KeepWith("dossier"), KeepUntil("the organization’s calendar for correspondence says so")]

    def __str__(self) -> str:
        return gettext("conversation %(key)s") % {"key": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("threads:thread", args=[self.pk])


class Message(models.Model):
    """One message, never changed. `key` comes from the form: the same form sent twice is one message."""

    class Author(models.TextChoices):
        CITIZEN = "citizen", _("citoyen")
        AGENT = "agent", _("organisme")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    author_kind = models.CharField(max_length=10, choices=Author)
    # None: a system of the organization, which is its author; or the person, without an account (`guest_mail`).
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    body = SealedTextField(verbose_name=_("message"), sealed_as="threads_message.body")
    sent_at = models.DateTimeField(_("envoyé"), default=clock.now)
    # The first reading by the other side. By nobody: by the person, without an account.
    read_at = models.DateTimeField(_("lu"), null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    # db_default: workers of the former version write rows without it during a deployment.
    is_without_account = models.BooleanField(default=False, db_default=False)
    key = models.UUIDField(default=uuid.uuid4)
    # Keyed digests of its words and of those of its subject (`searching`).
    words = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    documents = models.ManyToManyField("documents.Document", through="Attachment", related_name="messages")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["sent_at", "id"]
        indexes = [
            models.Index(F("thread"), F("sent_at").desc(), F("id").desc(), name="message_thread"),
            GinIndex(fields=["words"], name="message_words"),
            # Few have one: an entry for each row would be written for nothing.
            models.Index(fields=["read_by"], condition=Q(read_by__isnull=False), name="message_read_by"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="message_sent_once"),
            models.UniqueConstraint(
                fields=["thread", "key"], condition=Q(is_without_account=True), name="message_sent_once_without_account"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, is_without_account=False)
                | Q(author_kind="agent", is_without_account=False)
                | Q(author_kind="citizen", by=None, is_without_account=True),
                name="message_has_its_author",
            ),
            models.CheckConstraint(condition=Q(read_by=None) | Q(read_at__isnull=False), name="message_read_pair"),
        ]

    class Privacy:
        personal = {"by": "clear", "read_by": "clear", "body": "sealed", "words": "sealed"}
        retention = [KeepWith("thread")]

    def __str__(self) -> str:
        return gettext("message %(key)s") % {"key": self.pk}

    @property
    def is_from_citizen(self) -> bool:
        return self.author_kind == self.Author.CITIZEN


class MessageReading(models.Model):
    """An account of the citizen's side read a message of the team: the person, or somebody who acts for them."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="readings", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField(_("lu"), default=clock.now)

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="message_reading_once")]

    class Privacy:
        personal = {"user": "clear"}
        retention = [KeepWith("message")]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.user_id}"


class TeamChange(models.Model):
    """A conversation went from a team to another: the person sees it, the new team has what it needs. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="team_changes")
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Words of a team for the other; the person never reads them.
    note = SealedTextField(verbose_name=_("mot à l’équipe"), blank=True, sealed_as="threads_teamchange.note")
    at = models.DateTimeField(_("quand"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = TeamChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement d’équipe")
        verbose_name_plural = _("changements d’équipe")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_team=F("to_team")), name="team_change_is_to_another"),
        ]

    class Privacy:
        personal = {"by": "clear", "note": "sealed"}
        retention = [KeepWith("thread")]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.to_team_id}"


class Attachment(models.Model):
    """A document joined to a message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments", db_index=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="attachments")

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        constraints = [models.UniqueConstraint(fields=["message", "document"], name="attachment_once")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepWith("message")]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.document_id}"
