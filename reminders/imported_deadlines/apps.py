"""Django’s registration of `reminders.imported_deadlines`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.api import offers
from portal.audit import sentences
from portal.client_numbers import agreed
from portal.imports import adapters
from portal.webhooks import sources

SENTENCES = {
    "imported_deadline.renumbered": _("a donné à une échéance le numéro d’une autre personne"),
    "imported_deadlines.received": _("a reçu des échéances d’un organisme"),
}
"""What the journal says of each action."""
SCOPES = {"deadlines:read": _("lire les échéances envoyées"), "deadlines:write": _("envoyer des échéances")}
"""What an administrator may let a system do."""


class ImportedDeadlinesConfig(AppConfig):
    name = "reminders.imported_deadlines"
    verbose_name = _("Échéances reçues")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        agreed.register("reminders.imported_deadlines.actions.open_waiting")
        offers.register(offers.Offer("reminders.imported_deadlines.endpoints.router", SCOPES))
        sources.register(import_string("reminders.imported_deadlines.facts.SOURCE"))
        adapters.register(import_string("reminders.imported_deadlines.importing.ImportedDeadlines")())
