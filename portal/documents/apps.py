"""Django’s registration of `portal.documents`."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.account_closing import registered as erasing


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        erasing.register("portal.documents.actions.discard_all")
        import_string("portal.dossiers.dormant.register")(lambda since: Q(documents__received_at__gte=since))
