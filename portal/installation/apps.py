"""Django’s registration of `portal.installation`."""

from celery.signals import beat_init, worker_init
from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class InstallationConfig(AppConfig):
    name = "portal.installation"
    verbose_name = _("Installation")

    def ready(self) -> None:
        # By name: it needs models, which are not loaded when this module is.
        for starts in (worker_init, beat_init):
            starts.connect(import_string("portal.installation.starting.require"), weak=False)
