"""Django's registration of `portal.counters`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountersConfig(AppConfig):
    name = "portal.counters"
    verbose_name = _("Compteurs")
