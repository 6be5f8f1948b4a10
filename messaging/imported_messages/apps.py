"""Django’s registration of `messaging.imported_messages`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.api import offers
from portal.audit import sentences
from portal.webhooks import sources

SENTENCES = {"thread.read_by_system": _("a lu les messages d’un dossier")}
"""What the journal says of each action."""


class ImportedMessagesConfig(AppConfig):
    name = "messaging.imported_messages"
    verbose_name = _("Messages des systèmes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        # Its scopes are those of dossiers: who may write in one may write to its person.
        offers.register(offers.Offer("messaging.imported_messages.endpoints.router", {}))
        sources.register(import_string("messaging.imported_messages.facts.SOURCE"))
