"""Django’s registration of `portal.imports`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "import_file.given": _("a déposé un fichier à importer"),
    "import_file.accepted": _("a fait recevoir un fichier importé"),
    "import_file.dropped": _("a abandonné un fichier importé"),
    "import_file.received": _("a reçu un fichier importé"),
}
"""What the journal says of each action."""


class ImportsConfig(AppConfig):
    name = "portal.imports"
    verbose_name = _("Fichiers importés")

    def ready(self) -> None:
        sentences.register(SENTENCES)
