"""Django’s registration of `programs.scans`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.isolation import works
from portal.isolation.works import IsolatedWork
from portal.jobs import registered
from portal.jobs.registered import DAY, JobKind

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "programs.scan": IsolatedWork(_("Ses pistes ne sont pas tenues à jour"), "programs.scans.apart.scan_of"),
}

# What is done over everybody, part by part.
JOBS = {"programs.scan": JobKind(_("Regard de la nuit sur tous les profils"), "programs.scan_all", DAY)}


class ScansConfig(AppConfig):
    name = "programs.scans"
    verbose_name = _("Regard sur les profils")

    def ready(self) -> None:
        works.register(WORKS)
        registered.register(JOBS)
