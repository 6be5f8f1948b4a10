"""Django’s registration of `reminders.still_due`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.api import offers
from portal.foundation import extensions
from portal.webhooks import sources


class StillDueConfig(AppConfig):
    name = "reminders.still_due"
    verbose_name = _("Encore à faire?")

    def ready(self) -> None:
        sources.register_question(
            import_string("reminders.still_due.models.QUESTION"),
            _("un rappel est sur le point de partir : demander si c’est encore à faire"),
        )
        offers.register_calls(self.name, lambda: import_string("reminders.still_due.wire.described")())
        extensions.fill("gestion.subscription", "reminders/still_due/_unanswered.html")
