"""Django’s registration of `reminders.notice_status`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class NoticeStatusConfig(AppConfig):
    name = "reminders.notice_status"
    verbose_name = _("Suivi des avis")

    def ready(self) -> None:
        # By name: both need models, which are not loaded when this module is.
        import_string("portal.notices.ways.register")(import_string("reminders.notice_status.carrier.CARRIER"))
