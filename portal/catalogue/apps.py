"""Django’s registration of `portal.catalogue`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.catalogue import versions

SENTENCES = {
    "synonym.written": _("a proposé un synonyme pour la recherche"),
    "synonym.approved": _("a approuvé un synonyme de la recherche"),
    "synonym.refused": _("a refusé un synonyme proposé pour la recherche"),
    "synonym.withdrawn": _("a retiré un synonyme de la recherche"),
    "synonyms.put_back": _("a remis une version antérieure des synonymes"),
    "synonyms.imported": _("a importé les synonymes de la recherche"),
    "synonym.removed": _("a effacé un synonyme proposé"),
}
"""What the journal says of each action."""


class CatalogueConfig(AppConfig):
    name = "portal.catalogue"
    verbose_name = _("Recherche")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        versions.show("organizations.Organization")
