"""Django’s registration of `portal.dossiers`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "dossier.opened": _("a ouvert un dossier"),
    "dossier.read": _("a consulté un dossier"),
}
"""What the journal says of each action."""


class DossiersConfig(AppConfig):
    name = "portal.dossiers"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        sentences.register(SENTENCES)
