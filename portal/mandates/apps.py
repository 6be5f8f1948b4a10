"""Django’s registration of `portal.mandates`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "mandate.declared": _("a déclaré exercer l’autorité parentale"),
    "mandate.given": _("a reçu un mandat"),
    "mandate.replaced": _("a remplacé un mandat par un autre"),
    "mandate.revoked": _("a mis fin à un mandat"),
    "mandate_invitation.made": _("a demandé à une personne d’agir"),
    "mandate_invitation.accepted": _("a accepté d’agir"),
    "mandate_invitation.declined": _("a refusé d’agir"),
    "mandate_invitation.withdrawn": _("a retiré une demande d’agir"),
}
"""What the journal says of each action."""


class MandatesConfig(AppConfig):
    name = "portal.mandates"
    verbose_name = _("Mandats")

    def ready(self) -> None:
        sentences.register(SENTENCES)
