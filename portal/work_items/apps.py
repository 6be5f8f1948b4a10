"""Django’s registration of `portal.work_items`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.work_items import todo


class WorkItemsConfig(AppConfig):
    name = "portal.work_items"
    verbose_name = _("Tâches")

    def ready(self) -> None:
        todo.register("expected", import_string("portal.work_items.expected.expected_of"))
