"""Django’s registration of `reminders.test_messages`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "test_message.asked": _("a demandé un message d’essai"),
    "test_message.arrived": _("a confirmé qu’un essai est arrivé"),
}
"""What the journal says of each action."""


class TestMessagesConfig(AppConfig):
    name = "reminders.test_messages"
    verbose_name = _("Messages d’essai")

    def ready(self) -> None:
        sentences.register(SENTENCES)
