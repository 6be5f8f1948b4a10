"""Django’s registration of `programs.program_versions`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramVersionsConfig(AppConfig):
    name = "programs.program_versions"
    verbose_name = _("Versions des programmes")
