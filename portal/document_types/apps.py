"""Django’s registration of `portal.document_types`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentTypesConfig(AppConfig):
    name = "portal.document_types"
    verbose_name = _("Types de documents")
