"""Django’s registration of `reminders.kind_versions`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.publishing.adapters import register


class KindVersionsConfig(AppConfig):
    name = "reminders.kind_versions"
    verbose_name = _("Versions des types d’échéances")

    def ready(self) -> None:
        register(import_string("reminders.kind_versions.adapter.KindAdapter")())
        recoded = import_string("reminders.kind_versions.programs.on_code_changed")
        code_changed = import_string("programs.program_versions.naming.code_changed")
        code_changed.connect(recoded, dispatch_uid="reminders.kind_versions.programs")
