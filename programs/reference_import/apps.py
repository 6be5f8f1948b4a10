"""Django’s registration of `programs.reference_import`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceImportConfig(AppConfig):
    name = "programs.reference_import"
    verbose_name = _("Données de référence")
