"""Django’s registration of `programs.facts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "programs.facts"
    verbose_name = _("Faits")
