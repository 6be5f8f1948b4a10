"""Django’s registration of `programs.profiles`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "programs.profiles"
    verbose_name = _("Profils sous pseudonyme")
