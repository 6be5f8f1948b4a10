"""Django’s registration of `portal.dossier_types`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossierTypesConfig(AppConfig):
    name = "portal.dossier_types"
    verbose_name = _("Genres de dossiers")
