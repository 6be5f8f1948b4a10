"""Django’s registration of `portal.demonstration`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemonstrationConfig(AppConfig):
    name = "portal.demonstration"
    verbose_name = _("Démonstration")
