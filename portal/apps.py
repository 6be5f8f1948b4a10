"""Django's registration of the project and of its admin site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _

from portal.celery import app as celery_app


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portail")

    def ready(self) -> None:
        # Tasks are bound to our Celery application in every process, pages included.
        celery_app.set_default()


class ManagementConfig(admin_apps.AdminConfig):
    """Django admin with our site: no page behind a password alone, organized by what agents do."""

    default = False
    default_site = "portal.gestion.site.ManagementSite"
