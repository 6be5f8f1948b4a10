"""Django’s registration of `portal.data_exports`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.account_closing import registered as erasing
from portal.audit import sentences

SENTENCES = {
    "data_export.asked": _("a demandé toutes ses données"),
    "data_export.made": _("a préparé toutes vos données"),
    "data_export.downloaded": _("a téléchargé toutes ses données"),
}
"""What the journal says of each action."""


class DataExportsConfig(AppConfig):
    name = "portal.data_exports"
    verbose_name = _("Téléchargement des données")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        erasing.register("portal.data_exports.sweeping.erase_all")
