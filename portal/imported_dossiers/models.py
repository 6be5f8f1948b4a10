"""`ImportedDossier`: what an organization said last of one dossier, under its own number; the dossier that it became.
`DossierContent`: a document or a message that its system put into it. `DossierFile`: a file of dossiers."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.dossier_types.models import DossierType
from portal.dossiers.models import Dossier
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep, KeepWith
from portal.imported_dossiers.querysets import ImportedDossierQuerySet
from portal.imports.models import ImportFile
from portal.organizations.models import Organization
from portal.people.models import Citizen


class ImportedDossier(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organisme"), db_index=False
    )
    number = models.CharField(_("numéro du dossier"), max_length=40)
    dossier_type = models.ForeignKey(
        DossierType, models.PROTECT, related_name="+", verbose_name=_("genre"), db_index=False
    )
    client_number = SealedTextField(_("numéro de client"), sealed_as="imported_dossiers_importeddossier.client_number")
    digest = models.CharField(max_length=64, editable=False)
    title = SealedTextField(verbose_name=_("titre"), sealed_as="imported_dossiers_importeddossier.title")
    # As the organization said it last; "": the first stage, or where it is.
    stage = models.CharField(_("étape"), max_length=40, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=Dossier.State, default=Dossier.State.OPEN)
    promised_on = models.DateField(_("promis pour le"), null=True)
    note = SealedTextField(verbose_name=_("mot à la personne"), sealed_as="imported_dossiers_importeddossier.note")
    outcome = models.CharField(_("décision"), max_length=8, blank=True)
    reason = models.CharField(_("raison"), max_length=40, blank=True)
    remedy = models.CharField(_("recours"), max_length=40, blank=True)
    words = SealedTextField(verbose_name=_("raison, en mots"), sealed_as="imported_dossiers_importeddossier.words")
    # None: nobody on the portal agreed on that client number yet; it is opened the minute they do.
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True, related_name="+", verbose_name=_("personne"))
    dossier = models.OneToOneField(
        Dossier, models.PROTECT, null=True, related_name="imported_dossier", verbose_name=_("dossier")
    )
    received_at = models.DateTimeField(_("reçu le"), default=now)
    changed_at = models.DateTimeField(_("modifié le"), default=now)
    # When the person's number opened it, after it had waited.
    linked_at = models.DateTimeField(_("relié le"), null=True)

    objects = ImportedDossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier sans personne reliée")
        verbose_name_plural = _("dossiers sans personne reliée")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="imported_dossier_once"),
            models.CheckConstraint(
                condition=Q(dossier=None, citizen=None) | Q(dossier__isnull=False, citizen__isnull=False),
                name="imported_dossier_of_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "digest"], condition=Q(citizen=None), name="imported_dossier_waits"),
            models.Index(fields=["organization", "-received_at", "-id"], name="imported_dossier_received"),
            models.Index(fields=["dossier_type", "-received_at", "-id"], name="imported_dossier_of_type"),
        ]

    class Privacy:
        personal = {
            "number": "clear",
            "client_number": "sealed",
            "digest": "sealed",
            "title": "sealed",
            "note": "sealed",
            "words": "sealed",
            "citizen": "clear",
            "dossier": "clear",
        }
        retention = [
            KeepWith("dossier"),
            Keep(days=90, after="changed_at", where=Q(citizen=None), only="of no linked person"),
        ]

    def __str__(self) -> str:
        return self.number


class DossierContent(models.Model):
    """Put once for its reference. `subject_type` says what it became: portal knows nobody above it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    imported_dossier = models.ForeignKey(ImportedDossier, models.PROTECT, related_name="contents", db_index=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    reference = models.CharField(_("référence de l’organisme"), max_length=80)
    # Keyed: what was put is not guessed from it.
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("reçu le"), default=now)

    class Meta:
        verbose_name = _("contenu reçu d’un dossier")
        verbose_name_plural = _("contenus reçus des dossiers")
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["imported_dossier", "subject_type", "reference"], name="dossier_content_once"
            )
        ]

    class Privacy:
        personal = {"reference": "clear"}
        retention = [KeepWith("imported_dossier")]

    def __str__(self) -> str:
        return self.reference


class DossierFile(ImportFile):
    class Meta:
        proxy = True
        verbose_name = _("fichier de dossiers")
        verbose_name_plural = _("fichiers de dossiers")
