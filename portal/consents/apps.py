"""Django’s registration of `portal.consents`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "consent.given": _("a accepté de recevoir des messages"),
    "consent.withdrawn": _("a retiré son accord pour des messages"),
}
"""What the journal says of each action."""
NOTED = {
    "consent.given": _("a noté que vous acceptez de recevoir des messages"),
    "consent.withdrawn": _("a noté que vous ne voulez plus de certains messages"),
}
"""The same when an agent writes what the person says."""


class ConsentsConfig(AppConfig):
    name = "portal.consents"
    verbose_name = _("Consentements")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        sentences.register_noted(NOTED)
