"""Django’s registration of `portal.printing`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintingConfig(AppConfig):
    name = "portal.printing"
    verbose_name = _("Impression")
