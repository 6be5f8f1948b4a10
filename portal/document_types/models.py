"""`DocumentType`: public words: what a person has of that kind is a `Document`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.document_types.querysets import DocumentTypeQuerySet
from portal.foundation.constraints import together
from portal.foundation.retention import KeepForever
from portal.foundation.words.ordering import ordered_by


class DocumentType(models.Model):
    """Imported from the reference; what is edited in «gestion» (`edited_at`) is never overwritten by an import.

    Documents keep the kind that was theirs: a kind is retired, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_fr = models.CharField(_("nom"), max_length=120)
    name_en = models.CharField(_("nom (anglais)"), max_length=120, blank=True)
    help_fr = models.CharField(_("comment le reconnaître"), max_length=300, blank=True)
    help_en = models.CharField(_("comment le reconnaître (anglais)"), max_length=300, blank=True)
    fresh_months = models.PositiveSmallIntegerField(
        _("à renouveler après (mois)"),
        null=True,
        blank=True,
        help_text=_("Vide : ce papier ne vieillit pas, ou nous ne savons pas."),
    )
    is_identity = models.BooleanField(_("pièce d’identité"), default=False)
    is_of_child = models.BooleanField(
        _("papier d’un enfant"),
        default=False,
        help_text=_("Il est aussi cherché dans l’espace des enfants dont la personne a l’autorité parentale."),
    )
    is_per_request = models.BooleanField(
        _("propre à chaque demande"),
        default=False,
        help_text=_("Un papier de ce genre déjà au dossier est montré, et la personne vérifie s’il convient."),
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=100)
    source_digest = models.CharField(editable=False, max_length=64, blank=True)
    updated_at = models.DateTimeField(_("mis à jour"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("modifié en gestion"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    name_order = ordered_by("name_fr")

    objects = DocumentTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("genre de papier")
        verbose_name_plural = _("genres de papier")
        ordering = ["position", "name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_fr"],
                name="document_type_named_once",
                condition=Q(retired_at=None),
                violation_error_message=_("Un genre de papier porte déjà ce nom : les gens ne sauraient pas choisir."),
            ),
            models.CheckConstraint(
                name="document_type_ages_in_months",
                condition=Q(fresh_months=None) | Q(fresh_months__gte=1, fresh_months__lte=600),
                violation_error_message=_("Écrivez un nombre de mois de 1 à 600, ou laissez vide."),
            ),
            together("edited_at", "edited_by", name="document_type_edited_at_by"),
            together("retired_at", "retired_by", name="document_type_retired_at_by"),
        ]

    class Privacy:
        personal = {"edited_by": "clear", "retired_by": "clear"}
        retention = [KeepForever(because="public words: documents and requests name them")]

    def __str__(self) -> str:
        return self.name_fr
