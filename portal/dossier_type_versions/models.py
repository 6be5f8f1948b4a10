"""`DossierTypeVersion`: the ledger of a type of dossier, whose rows in force are `DossierType`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.dossier_type_versions.querysets import DossierTypeVersionQuerySet
from portal.dossier_types.models import DossierType
from portal.foundation.retention import KeepWith
from portal.publishing.models import Version, ledger_constraints


class DossierTypeVersion(Version):
    SUBJECT = "dossier_type"

    dossier_type = models.ForeignKey(
        DossierType, models.PROTECT, related_name="versions", verbose_name=_("genre de dossier"), db_index=False
    )

    objects = DossierTypeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’un genre de dossier")
        verbose_name_plural = _("versions des genres de dossiers")
        ordering = ["dossier_type", "-number"]
        constraints = ledger_constraints("dossier_type", "dossier_type_version")

    class Privacy(Version.Privacy):
        retention = [KeepWith("dossier_type", because="what was promised at any past date must stay explainable")]
