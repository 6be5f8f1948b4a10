"""Django’s registration of `programs.facts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.catalogue import versions


class FactsConfig(AppConfig):
    name = "programs.facts"
    verbose_name = _("Faits")

    def ready(self) -> None:
        versions.show("facts.FactDefinition")
