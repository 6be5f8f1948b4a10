"""Django’s registration of `portal.mandates`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "mandate.declared": _("a déclaré exercer l’autorité parentale"),
    "mandate.given": _("a donné un mandat"),
    "mandate.revoked": _("a mis fin à un mandat"),
}
"""What the journal says of each action."""


class MandatesConfig(AppConfig):
    name = "portal.mandates"
    verbose_name = _("Mandats")

    def ready(self) -> None:
        sentences.register(SENTENCES)
