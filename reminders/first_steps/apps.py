"""Django’s registration of `reminders.first_steps`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.foundation import extensions


class FirstStepsConfig(AppConfig):
    name = "reminders.first_steps"
    verbose_name = _("Premiers pas")

    def ready(self) -> None:
        extensions.fill("page.banners", "reminders/first_steps/_banner.html")
        extensions.fill("space.begin", "reminders/first_steps/_begin.html")
