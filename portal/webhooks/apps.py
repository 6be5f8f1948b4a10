"""Django’s registration of `portal.webhooks`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.api import offers
from portal.audit import sentences

SENTENCES = {
    "subscription.made": _("a ajouté l’adresse d’un système à prévenir"),
    "subscription.revoked": _("a arrêté l’adresse d’un système à prévenir"),
    "subscription.secret_replaced": _("a remplacé le secret d’un système à prévenir"),
    "subscription.former_secret_ended": _("a mis fin à l’ancien secret d’un système à prévenir"),
    "subscription.retried": _("a relancé des appels vers un système"),
}
"""What the journal says of each action."""


class WebhooksConfig(AppConfig):
    name = "portal.webhooks"
    verbose_name = _("Appels aux systèmes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        offers.register_calls(self.name, lambda: import_string("portal.webhooks.describing.notifications")())
