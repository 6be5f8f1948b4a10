"""Django’s registration of `reminders.kind_versions`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.jobs import registered
from portal.jobs.registered import JobKind
from portal.publishing.adapters import register

# What is done over everybody, part by part.
JOBS = {"reminders.replan": JobKind(_("Rappels d’un type publié, planifiés à nouveau"), "reminders.replan_kinds")}


class KindVersionsConfig(AppConfig):
    name = "reminders.kind_versions"
    verbose_name = _("Versions des types d’échéances")

    def ready(self) -> None:
        register(import_string("reminders.kind_versions.adapter.KindAdapter")())
        registered.register(JOBS)
        recoded = import_string("reminders.kind_versions.programs.on_code_changed")
        code_changed = import_string("programs.program_versions.naming.code_changed")
        code_changed.connect(recoded, dispatch_uid="reminders.kind_versions.programs")
