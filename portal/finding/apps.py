"""Django’s registration of `portal.finding`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    name = "portal.finding"
    verbose_name = _("Recherche de personnes")
