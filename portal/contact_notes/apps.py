"""Django’s registration of `portal.contact_notes`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {"contact.noted": _("a noté un échange avec vous")}
"""What the journal says of each action."""


class ContactNotesConfig(AppConfig):
    name = "portal.contact_notes"
    verbose_name = _("Échanges notés")

    def ready(self) -> None:
        sentences.register(SENTENCES)
