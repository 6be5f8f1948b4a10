"""Django’s registration of `reminders.assisted`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.foundation import extensions

SENTENCES = {
    "person.opened": _("a ouvert votre fiche pour vous servir"),
}
"""What the journal says of each action."""


class AssistedConfig(AppConfig):
    name = "reminders.assisted"
    verbose_name = _("Service assisté")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        extensions.fill("gestion.search", "admin/assisted/_search.html")
        extensions.fill("guest_mail.begin", "admin/assisted/_guest_mail.html")
