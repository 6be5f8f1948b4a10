"""Django’s registration of `portal.access`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.access.grants import grant_after_migrate


class AccessConfig(AppConfig):
    name = "portal.access"
    verbose_name = _("Accès")

    def ready(self) -> None:
        post_migrate.connect(grant_after_migrate, dispatch_uid="access.grants")
