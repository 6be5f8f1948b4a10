"""Django’s registration of `portal.dossier_type_versions`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.publishing.adapters import register

SENTENCES = {
    "dossier_types.imported": _("a importé les genres de dossiers livrés avec le portail"),
    "dossier_type.started": _("a commencé un genre de dossier"),
    "dossier_type.duplicated": _("a dupliqué un genre de dossier"),
    "dossier_type.brought": _("a importé un genre de dossier exporté d’ailleurs"),
    "dossier_type.exported": _("a exporté un genre de dossier"),
    "dossier_type.drafted": _("a écrit le brouillon d’un genre de dossier"),
    "dossier_type.discarded": _("a abandonné une version d’un genre de dossier"),
    "dossier_type.submitted": _("a demandé d’approuver un genre de dossier"),
    "dossier_type.withdrawn": _("a retiré sa demande d’approbation d’un genre de dossier"),
    "dossier_type.sent_back": _("a renvoyé, avec une raison, un genre de dossier à approuver"),
    "dossier_type.published": _("a publié un genre de dossier"),
    "dossier_type.retired": _("a retiré un genre de dossier"),
}
"""What the journal says of each action."""


class DossierTypeVersionsConfig(AppConfig):
    name = "portal.dossier_type_versions"
    verbose_name = _("Versions des genres de dossiers")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        register(import_string("portal.dossier_type_versions.adapter.DossierTypeAdapter")())
