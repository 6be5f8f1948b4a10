"""Django’s registration of `reminders.appeals`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    name = "reminders.appeals"
    verbose_name = _("Délais de contestation")
