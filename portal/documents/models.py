"""`Document`: a sealed file and what is known of it. The bytes are elsewhere (`store`)."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.documents.holding import GONE, words_of
from portal.documents.kinds import FileKind
from portal.documents.names import with_suffix
from portal.documents.querysets import DocumentQuerySet, TroubledDocumentQuerySet
from portal.documents.rebuilding import changes_of
from portal.documents.refusals import sentence_of
from portal.documents.uploads import SealedUpload, context_of
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep, KeepUntil

SOON = dt.timedelta(minutes=5)
"""How long «dans quelques instants» stays true."""


class Document(models.Model):
    """Received, then available or refused; held while a fault of ours keeps us from a verdict (`holding`).

    A PDF is served byte for byte as it came, or rebuilt (`rebuilding`); an image is made again without what it says of
    its author. Both hashes are kept: they prove what was received and what is served (LCCJTI, chapter C-1.1, s. 17).
    """

    class Origin(models.TextChoices):
        CITIZEN = "citizen", _("du citoyen")
        AGENT = "agent", _("de l’organisme")

    class State(models.TextChoices):
        RECEIVED = "received", _("en vérification")
        HELD = "held", _("gardé, vérification retardée")
        AVAILABLE = "available", _("disponible")
        REFUSED = "refused", _("refusé")

    class Scan(models.TextChoices):
        PENDING = "pending", _("à faire")
        CLEAN = "clean", _("rien trouvé")
        NOT_SCANNED = "not_scanned", _("non analysé (démonstration)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        "people.Citizen", models.PROTECT, related_name="documents", verbose_name=_("personne"), db_index=False
    )
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="documents", null=True, blank=True)
    team = models.ForeignKey(
        "organizations.Team", models.PROTECT, "documents", null=True, verbose_name=_("équipe"), db_index=False
    )
    origin = models.CharField(_("origine"), max_length=10, choices=Origin)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    name = SealedTextField(verbose_name=_("nom"), sealed_as="documents_document.name")
    document_type = models.ForeignKey(
        "document_types.DocumentType",
        on_delete=models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
        verbose_name=_("genre de papier"),
    )
    type_said_at = models.DateTimeField(_("genre dit"), null=True)
    type_said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    issued_on = models.DateField(_("date du papier"), null=True)
    expires_on = models.DateField(_("expire le"), null=True)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("taille"))
    received_size = models.PositiveIntegerField()
    received_at = models.DateTimeField(_("reçu"), default=clock.now)
    # The day on which the paper came by post or at the counter, when an agent filed it.
    came_on = models.DateField(_("papier reçu le"), null=True, editable=False)
    received_sha256 = models.CharField(_("empreinte à la réception (SHA-256)"), max_length=64)
    served_sha256 = models.CharField(_("empreinte de ce qui est servi (SHA-256)"), max_length=64, blank=True)
    # Codes of `rebuilding`. db_default: workers of the former version write rows without it during a deployment.
    rebuilt_because = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    storage_key = models.CharField(max_length=32, unique=True)

    state = models.CharField(_("état"), max_length=10, choices=State, default=State.RECEIVED)
    scan = models.CharField(_("antivirus"), max_length=12, choices=Scan, default=Scan.PENDING)
    refused_because = models.CharField(max_length=20, blank=True)
    screened_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    # Tries so far: told to the operation, decides nothing. Leases and waits are by the real clock.
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    not_before = models.DateTimeField(null=True)
    # db_default: pages of the former version write rows without it while this one is being deployed.
    held_because = models.CharField(_("ce qui nous arrête"), max_length=20, blank=True, default="", db_default="")
    held_since = models.DateTimeField(_("depuis"), null=True)
    # Available, and its file did not open when somebody asked for it.
    damaged_at = models.DateTimeField(_("trouvé abîmé"), null=True)
    first_read_at = models.DateTimeField(_("première lecture"), null=True)
    first_read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(F("citizen"), F("received_at").desc(), F("id").desc(), name="document_citizen"),
            models.Index(F("team"), F("received_at").desc(), F("id").desc(), name="document_team"),
            models.Index(F("received_at"), name="document_to_screen", condition=Q(state__in=["received", "held"])),
            models.Index(F("damaged_at"), name="document_damaged", condition=Q(damaged_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="document_refused_says_why", condition=Q(state="refused") ^ Q(refused_because="")
            ),
            models.CheckConstraint(
                name="document_held_says_why",
                condition=Q(state="held", held_because__gt="", held_since__isnull=False)
                | (~Q(state="held") & Q(held_because="", held_since=None)),
            ),
            models.CheckConstraint(
                name="document_damaged_was_available", condition=Q(damaged_at=None) | Q(state="available")
            ),
            models.CheckConstraint(
                name="document_available_was_screened",
                condition=~Q(state="available")
                | Q(scan__in=["clean", "not_scanned"], screened_at__isnull=False, served_sha256__gt=""),
            ),
            together("document_type", "type_said_at", "type_said_by", name="document_type_said_at_by"),
            models.CheckConstraint(
                name="document_expires_after_issue",
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
            ),
            # By nobody: a system of the organization, or the person through a page that no account opens.
            models.CheckConstraint(
                condition=Q(first_read_by=None) | Q(first_read_at__isnull=False), name="document_first_read_pair"
            ),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "by": "clear",
            "first_read_by": "clear",
            "name": "sealed",
            # Clear, as states and dates are: the person filters by kind, and reminders will be planned from an expiry.
            "document_type": "clear",
            "type_said_by": "clear",
            "issued_on": "clear",
            "came_on": "clear",
            "expires_on": "clear",
            "received_sha256": "clear",
            "served_sha256": "clear",
        }
        retention = [
            KeepUntil("its dossier or conversation is erased"),
            KeepUntil("the person who keeps it here discards it", by="portal.documents.actions.discard"),
        ]

    def __str__(self) -> str:
        return gettext("document %(key)s") % {"key": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("documents:download", args=[self.pk])

    @property
    def context(self) -> str:
        """The place to which its bytes are sealed."""
        return context_of(self.pk, self.storage_key)

    @property
    def dated_on(self) -> dt.date:
        """The day written on the document; not said, that on which it came, in the legal zone."""
        return self.issued_on or clock.day_of(self.received_at)

    @property
    def is_kept_alone(self) -> bool:
        """Kept by a person for later, given to nobody: theirs to discard."""
        return self.team_id is None and self.origin == self.Origin.CITIZEN

    @property
    def has_receipt(self) -> bool:
        return self.origin == self.Origin.CITIZEN

    @property
    def served_name(self) -> str:
        """The name of what is downloaded, with the extension of what is really inside."""
        return with_suffix(self.name, FileKind(self.content_type).suffix)

    @property
    def refusal(self) -> str:
        """Why it was refused and what to do, in a sentence."""
        return sentence_of(self.refused_because)

    @property
    def changes(self) -> list[str]:
        """What is no longer in the copy that is kept, in sentences; nothing for a picture made again as it is seen."""
        return changes_of(self.rebuilt_because)

    @property
    def wait(self) -> str:
        """What a person is told of a file that has no verdict yet."""
        if self.held_because in GONE:
            return gettext(
                "Nous n’arrivons plus à ouvrir ce fichier. C’est de notre côté, et nous le cherchons. "
                "Gardez votre copie\u00a0: nous pourrions vous la demander."
            )
        if self.state == self.State.HELD or clock.now() - self.received_at > SOON:
            return gettext(
                "Nous n’avons pas encore pu vérifier ce fichier. C’est de notre côté; il est gardé, rien à refaire."
            )
        return gettext("Le fichier est bien reçu. Il pourra être ouvert dans quelques instants.")

    @property
    def is_available(self) -> bool:
        return self.state == self.State.AVAILABLE

    @property
    def is_waiting(self) -> bool:
        return self.state in {self.State.RECEIVED, self.State.HELD}

    @property
    def was_not_scanned(self) -> bool:
        return self.scan == self.Scan.NOT_SCANNED


class TroubledDocument(Document):
    """A document that a fault of ours keeps from its people, as the portal's operation sees it."""

    objects: ClassVar[Any] = TroubledDocumentQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("fichier retenu ou abîmé")
        verbose_name_plural = _("Fichiers retenus ou abîmés")
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return str(_("Fichier retenu ou abîmé"))

    @property
    def trouble(self) -> str:
        """What is wrong, in words."""
        return words_of(self.held_because or "damaged")

    @property
    def trouble_since(self) -> dt.datetime | None:
        return self.held_since or self.damaged_at


class PendingUpload(models.Model):
    """The future document's number is its key: the bytes are sealed to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = SealedTextField(sealed_as="documents_pendingupload.name")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=32, unique=True)
    received_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ["received_at", "id"]

    class Privacy:
        personal = {"user": "clear", "name": "sealed", "sha256": "clear"}
        retention = [
            KeepUntil("its form is accepted, or its account signs out", by="portal.documents.pending.given"),
            Keep(hours=2, after="received_at", by="portal.documents.pending.erase_old", because="with its file"),
        ]

    def __str__(self) -> str:
        return f"pending upload {self.pk}"

    @property
    def upload(self) -> SealedUpload:
        """The same object as the upload handler gave, for the actions that receive it."""
        return SealedUpload.again(
            self.name,
            document_id=self.pk,
            key=self.storage_key,
            size=self.size,
            sha256=self.sha256,
            kind=FileKind(self.content_type),
        )
