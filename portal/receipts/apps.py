"""Django’s registration of `portal.receipts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "receipt.given": _("a obtenu le reçu d’un document"),
}
"""What the journal says of each action."""


class ReceiptsConfig(AppConfig):
    name = "portal.receipts"
    verbose_name = _("Reçus")

    def ready(self) -> None:
        sentences.register(SENTENCES)
