"""`RequestedDocument`: one piece that a team asks of a citizen, and what became of it; `GivenDocument`: a file sent for
it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.documents.models import Document
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepUntil, KeepWith
from portal.requested_documents.querysets import GivenDocumentQuerySet, RequestedDocumentQuerySet
from portal.work_items.subjects import pages_of


@dataclass(frozen=True)
class FileState:
    """What tells the state of a request of a file that was sent for it. Its name is sealed, and stays unread."""

    state: str
    came_on: dt.date | None
    received_at: dt.datetime

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls(document.state, document.came_on, document.received_at)

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> Self:
        came_on = dt.date.fromisoformat(row["came_on"]) if row["came_on"] else None
        return cls(row["state"], came_on, dt.datetime.fromisoformat(row["received_at"]))

    @property
    def is_waiting(self) -> bool:
        return self.state in {Document.State.RECEIVED, Document.State.HELD}


class RequestedDocument(models.Model):
    """Missing, then given, then accepted or refused because; refused, it is awaited again. Cancelled: no longer needed.

    `subject_type` and `subject_id` say on what page it was asked (a conversation): portal knows nobody above it.
    """

    class State(models.TextChoices):
        MISSING = "missing", _("à envoyer")
        GIVEN = "given", _("envoyée")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")
        CANCELLED = "cancelled", _("plus demandée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        "people.Citizen",
        on_delete=models.PROTECT,
        related_name="document_requests",
        verbose_name=_("citoyen"),
        db_index=False,
    )
    team = models.ForeignKey(
        "organizations.Team",
        on_delete=models.PROTECT,
        related_name="document_requests",
        verbose_name=_("équipe"),
        db_index=False,
    )
    dossier = models.ForeignKey(
        "dossiers.Dossier",
        on_delete=models.PROTECT,
        related_name="document_requests",
        null=True,
        verbose_name=_("dossier"),
    )
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    label = SealedTextField(verbose_name=_("pièce"), sealed_as="requested_documents_requesteddocument.label")
    document_type = models.ForeignKey(
        "document_types.DocumentType",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("genre de papier"),
    )
    reason = SealedTextField(
        verbose_name=_("raison de la demande"), sealed_as="requested_documents_requesteddocument.reason"
    )
    due_on = models.DateField(_("pour le"))
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.MISSING)
    asked_at = models.DateTimeField(_("demandée"), default=clock.now)
    # By nobody: a system of the organization asked, as it may settle what it asked.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    # The last time that something was sent.
    given_at = models.DateTimeField(_("envoyée"), null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(_("examinée"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    because = SealedTextField(
        verbose_name=_("raison du refus"), null=True, sealed_as="requested_documents_requesteddocument.because"
    )

    objects = RequestedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce demandée")
        verbose_name_plural = _("pièces demandées")
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(F("citizen"), F("asked_at").desc(), F("id").desc(), name="request_citizen"),
            models.Index(F("team"), F("asked_at").desc(), F("id").desc(), name="request_team"),
            models.Index(fields=["subject_id", "asked_at"], name="request_subject"),
        ]
        constraints = [
            models.CheckConstraint(name="request_asked_pair", condition=Q(asked_by=None) | Q(asked_at__isnull=False)),
            together("given_at", "given_by", name="request_given_pair"),
            models.CheckConstraint(
                name="request_settled_pair", condition=Q(settled_by=None) | Q(settled_at__isnull=False)
            ),
            models.CheckConstraint(
                name="request_state_tells_the_rest",
                condition=Q(state="missing", given_at=None, settled_at=None)
                | Q(state="given", given_at__isnull=False, settled_at=None)
                | Q(state__in=["accepted", "refused"], given_at__isnull=False, settled_at__isnull=False)
                | Q(state="cancelled", settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_refused_says_why", condition=Q(state="refused") ^ Q(because__isnull=True)
            ),
            models.CheckConstraint(
                name="request_subject_pair",
                condition=Q(subject_type="", subject_id=None) | (~Q(subject_type="") & Q(subject_id__isnull=False)),
            ),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "document_type": "clear",
            "label": "sealed",
            "reason": "sealed",
            "because": "sealed",
            "asked_by": "clear",
            "given_by": "clear",
            "settled_by": "clear",
        }
        retention = [KeepWith("dossier"), KeepUntil("its conversation is erased")]

    def __str__(self) -> str:
        return f"pièce {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("requested_documents:show", args=[self.pk])

    @property
    def agent_url(self) -> str:
        return reverse("admin:requested_documents_requesteddocument_change", args=[self.pk])

    @property
    def origin_url(self) -> str:
        """Where an agent asked for it: a conversation, or else its dossier; its own page when that was nowhere."""
        if pages := pages_of(self.subject_type):
            return reverse(pages.agent, args=[self.subject_id])
        return self.dossier.agent_url if self.dossier else self.agent_url

    @property
    def awaits_citizen(self) -> bool:
        """Something is to be sent: nothing was, or it was refused (by the team, or by the checks of every file)."""
        return self.state in {self.State.MISSING, self.State.REFUSED} or self.has_refused_file

    @property
    def documents(self) -> list[Document]:
        """What was sent and not set aside since, in the order in which it came."""
        return [given.document for given in self.given.all() if given.set_aside_at is None]

    @property
    def files(self) -> list["FileState"]:
        """Where the checks of what was sent are: as a list read it (`with_files`), or else from its documents."""
        rows = getattr(self, "file_rows", None)
        return [FileState.of_row(row) for row in rows] if rows is not None else [*map(FileState.of, self.documents)]

    @property
    def _waiting(self) -> list["FileState"]:
        """Of what was sent and waits for the team's answer."""
        return self.files if self.state == self.State.GIVEN else []

    @property
    def takes_files(self) -> bool:
        """Something is to be sent, or more may be until the team answers."""
        return self.awaits_citizen or self.state == self.State.GIVEN

    @property
    def has_refused_file(self) -> bool:
        """Sent, and the checks of every file refused one: the team never had it."""
        return any(one.state == Document.State.REFUSED for one in self._waiting)

    @property
    def has_good_file(self) -> bool:
        """Sent, and the team has something of it or will have it."""
        return any(one.state != Document.State.REFUSED for one in self._waiting)

    @property
    def is_being_checked(self) -> bool:
        """Sent, and one file has no verdict yet."""
        return any(one.is_waiting for one in self._waiting)

    @property
    def came_on(self) -> dt.date | None:
        """The day on which it came by post or at the counter; None for what was sent through the portal."""
        return next((one.came_on for one in self.files if one.came_on), None)

    @property
    def removable(self) -> list[Document]:
        """What may still be taken back: sent, and opened by nobody of the team."""
        return [one for one in self.documents if self.state == self.State.GIVEN and one.first_read_at is None]

    @property
    def shown_state(self) -> str:
        """The state in words: sent is said of a file that can be examined, not of one being checked or refused."""
        if self.has_refused_file:
            return str(self.State.MISSING.label)
        if self.is_being_checked:
            return gettext("en vérification")
        return gettext("reçue") if self.state == self.State.GIVEN and self.came_on else self.get_state_display()

    @property
    def can_be_examined(self) -> bool:
        """Sent, its files have their verdicts, and one at least passed."""
        return not self.is_being_checked and any(one.state == Document.State.AVAILABLE for one in self._waiting)

    @property
    def is_late(self) -> bool:
        return self.awaits_citizen and self.due_on < clock.today(self.citizen.time_zone)


class GivenDocument(models.Model):
    """A file sent for a requested document. Set aside: another was sent in its place, after a refusal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RequestedDocument, models.PROTECT, related_name="given", db_index=False)
    document = models.OneToOneField(Document, models.PROTECT, related_name="given_for")
    at = models.DateTimeField(_("envoyée"), default=clock.now)
    set_aside_at = models.DateTimeField(_("remplacée"), null=True)

    objects = GivenDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier d’une pièce demandée")
        verbose_name_plural = _("fichiers des pièces demandées")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["request", "at", "id"], name="given_document_request")]

    class Privacy:
        personal = {"document": "clear"}
        retention = [KeepWith("request")]

    def __str__(self) -> str:
        return f"fichier {self.pk}"
