"""Django’s registration of `portal.dossier_exports`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.dossier_exports import sources
from portal.foundation import extensions

SENTENCES = {
    "dossier.exported": _("a téléchargé un dossier"),
}
"""What the journal says of each action."""


class DossierExportsConfig(AppConfig):
    name = "portal.dossier_exports"
    verbose_name = _("Dossiers téléchargés")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        sources.register("requested_documents", import_string("portal.dossier_exports.entries.of_requested_documents"))
        extensions.fill("dossier.export", "portal/dossier_exports/_links.html")
        extensions.fill("gestion.dossier.export", "portal/dossier_exports/_links.html")
