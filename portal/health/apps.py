"""Django’s registration of `portal.health`."""

from django.apps import AppConfig
from django.core.checks import Tags
from django.core.checks import register as register_check
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.health import checks


class HealthConfig(AppConfig):
    name = "portal.health"
    verbose_name = _("Santé du service")

    def ready(self) -> None:
        register_check(checks.zones_agree, Tags.database)
        # By name: they need models, which are not loaded when this module is.
        import_string("portal.health.signs.connect")()
        import_string("portal.health.failing.connect")()
