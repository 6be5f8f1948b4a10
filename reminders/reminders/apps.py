"""Django’s registration of `reminders.reminders`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "reminders.reminders"
    verbose_name = _("Rappels")
