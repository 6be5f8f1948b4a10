"""Django’s registration of `programs.counts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountsConfig(AppConfig):
    name = "programs.counts"
    verbose_name = _("Décomptes")
