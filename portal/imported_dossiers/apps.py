"""Django’s registration of `portal.imported_dossiers`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.api import offers
from portal.audit import sentences
from portal.client_numbers import agreed
from portal.imports import adapters
from portal.webhooks import sources

SENTENCES = {"imported_dossiers.received": _("a reçu des dossiers d’un organisme")}
"""What the journal says of each action."""
SCOPES = {
    "dossiers:read": _("lire les dossiers envoyés, leurs documents et leurs messages"),
    "dossiers:write": _("ouvrir et faire avancer des dossiers, y mettre des documents et des messages"),
}
"""What an administrator may let a system do."""


class ImportedDossiersConfig(AppConfig):
    name = "portal.imported_dossiers"
    verbose_name = _("Dossiers reçus")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        offers.register(offers.Offer("portal.imported_dossiers.endpoints.router", SCOPES))
        # Its scopes are those of dossiers: who may put documents in one may ask its person for theirs.
        offers.register(offers.Offer("portal.imported_dossiers.asking.router", {}))
        agreed.register("portal.imported_dossiers.actions.open_waiting")
        for source in import_string("portal.imported_dossiers.facts.SOURCES"):
            sources.register(source)
        adapters.register(import_string("portal.imported_dossiers.importing.ImportedDossiers")())
