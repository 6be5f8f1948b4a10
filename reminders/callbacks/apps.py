"""Django’s registration of `reminders.callbacks`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.isolation import works
from portal.isolation.works import IsolatedWork

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "reminders.callbacks": IsolatedWork(
        _("Ce que les fournisseurs disent de ses messages n’est pas suivi"),
        "reminders.callbacks.actions.handle_events_of",
    ),
}


class CallbacksConfig(AppConfig):
    name = "reminders.callbacks"
    verbose_name = _("Retours des fournisseurs")

    def ready(self) -> None:
        works.register(WORKS)
