"""Django’s registration of `reminders.import_files`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "import_file.given": _("a déposé un fichier d’échéances"),
    "import_file.accepted": _("a fait recevoir un fichier d’échéances"),
    "import_file.dropped": _("a abandonné un fichier d’échéances"),
    "import_file.received": _("a reçu un fichier d’échéances"),
}
"""What the journal says of each action."""


class ImportFilesConfig(AppConfig):
    name = "reminders.import_files"
    verbose_name = _("Fichiers d’échéances")

    def ready(self) -> None:
        sentences.register(SENTENCES)
