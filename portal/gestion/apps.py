"""Django’s registration of `portal.gestion`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GestionConfig(AppConfig):
    name = "portal.gestion"
    verbose_name = _("Gestion")
