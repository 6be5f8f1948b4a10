"""Django’s registration of `reminders.calls`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "call.read": _("a ouvert la page d’un appel à faire"),
    "call.taken": _("a commencé un appel"),
    "call.noted": _("a noté le résultat d’un appel"),
    "call.dropped": _("a retiré de la liste un appel qui n’était plus à faire"),
}
"""What the journal says of each action."""


class CallsConfig(AppConfig):
    name = "reminders.calls"
    verbose_name = _("Appels")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        register_adapter = import_string("reminders.deliveries.adapters.register")
        register_adapter(import_string("reminders.calls.adapter.PhoneAdapter")())
