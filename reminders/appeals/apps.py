"""Django’s registration of `reminders.appeals`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.isolation import works
from portal.isolation.works import IsolatedWork

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "reminders.appeals": IsolatedWork(
        _("Ses délais de contestation ne suivent pas les décisions"), "reminders.appeals.following.follow_decisions_of"
    ),
}


class AppealsConfig(AppConfig):
    name = "reminders.appeals"
    verbose_name = _("Délais de contestation")

    def ready(self) -> None:
        works.register(WORKS)
