"""Django’s registration of `portal.requested_documents`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestedDocumentsConfig(AppConfig):
    name = "portal.requested_documents"
    verbose_name = _("Pièces demandées")
