"""Django’s registration of `reminders.contacts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "language.attested": _("a attesté de bonne foi que l’anglais est son droit"),
}
"""What the journal says of each action."""


class ContactsConfig(AppConfig):
    name = "reminders.contacts"
    verbose_name = _("Coordonnées")

    def ready(self) -> None:
        sentences.register(SENTENCES)
