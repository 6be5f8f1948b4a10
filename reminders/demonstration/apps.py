"""Django’s registration of `reminders.demonstration`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersDemonstrationConfig(AppConfig):
    name = "reminders.demonstration"
    label = "reminders_demonstration"
    verbose_name = _("Démonstration")
