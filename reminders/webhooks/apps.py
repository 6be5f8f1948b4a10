"""Django’s registration of `reminders.webhooks`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "subscription.made": _("a ajouté l’adresse d’un système à prévenir"),
    "subscription.revoked": _("a arrêté l’adresse d’un système à prévenir"),
    "subscription.retried": _("a relancé des appels vers un système"),
}
"""What the journal says of each action."""


class WebhooksConfig(AppConfig):
    name = "reminders.webhooks"
    verbose_name = _("Appels aux systèmes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
