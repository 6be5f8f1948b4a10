"""Django’s registration of `reminders.forecast`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForecastConfig(AppConfig):
    name = "reminders.forecast"
    verbose_name = _("Ce qui vient")
