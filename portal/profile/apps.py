"""Django’s registration of `portal.profile`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfileConfig(AppConfig):
    name = "portal.profile"
    verbose_name = _("Profil")
