"""Django’s registration of `portal.consents`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "consent.given": _("a accepté de recevoir des messages"),
    "consent.withdrawn": _("a retiré son accord pour des messages"),
}
"""What the journal says of each action."""


class ConsentsConfig(AppConfig):
    name = "portal.consents"
    verbose_name = _("Consentements")

    def ready(self) -> None:
        sentences.register(SENTENCES)
