"""Django’s registration of `portal.notices`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "portal.notices"
    verbose_name = _("Avis")
