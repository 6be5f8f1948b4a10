"""Django’s registration of `reminders.unsubscribing`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnsubscribingConfig(AppConfig):
    name = "reminders.unsubscribing"
    verbose_name = _("Désabonnement")
