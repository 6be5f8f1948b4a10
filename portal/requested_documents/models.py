"""`RequestedDocument`: one piece that a team asks of a citizen, and what became of it."""

import uuid

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
from portal.requested_documents.querysets import RequestedDocumentQuerySet
from portal.work_items.subjects import pages_of


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
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="requests", null=True)
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
            models.CheckConstraint(
                name="request_asked_pair", condition=Q(asked_at__isnull=False, asked_by__isnull=False)
            ),
            together("given_at", "given_by", "document", name="request_given_pair"),
            # By nobody: a system of the organization closed the dossier, and what was asked in it ends.
            models.CheckConstraint(
                name="request_settled_pair",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False)
                | Q(settled_at__isnull=False, state="cancelled"),
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
        """Where an agent asked for it; its own page when that was nowhere."""
        pages = pages_of(self.subject_type)
        return reverse(pages.agent, args=[self.subject_id]) if pages else self.agent_url

    @property
    def awaits_citizen(self) -> bool:
        """Something is to be sent: nothing was, or it was refused (by the team, or by the checks of every file)."""
        return self.state in {self.State.MISSING, self.State.REFUSED} or self.has_refused_file

    @property
    def _given(self) -> Document | None:
        """What was sent and waits for the team's answer."""
        return self.document if self.state == self.State.GIVEN else None

    @property
    def has_refused_file(self) -> bool:
        """Sent, and the checks of every file refused it: the team never had it."""
        return (given := self._given) is not None and given.state == Document.State.REFUSED

    @property
    def is_being_checked(self) -> bool:
        """Sent, and its file has no verdict yet."""
        return (given := self._given) is not None and given.is_waiting

    @property
    def shown_state(self) -> str:
        """The state in words: sent is said of a file that can be examined, not of one being checked or refused."""
        if self.has_refused_file:
            return str(self.State.MISSING.label)
        if self.is_being_checked:
            return gettext("en vérification")
        return gettext("reçue") if (given := self._given) and given.came_on else self.get_state_display()

    @property
    def can_be_examined(self) -> bool:
        """Sent, and its file passed the checks."""
        return (given := self._given) is not None and given.is_available

    @property
    def is_late(self) -> bool:
        return self.awaits_citizen and self.due_on < clock.today(self.citizen.time_zone)
