"""Django’s registration of `programs.program_versions`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.publishing.adapters import register


class ProgramVersionsConfig(AppConfig):
    name = "programs.program_versions"
    verbose_name = _("Versions des programmes")

    def ready(self) -> None:
        register(import_string("programs.program_versions.adapter.ProgramAdapter")())
