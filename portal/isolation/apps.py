"""Django’s registration of `portal.isolation`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "set_aside.retried": _("a demandé un nouvel essai de ce qui échouait pour une personne"),
}
"""What the journal says of each action."""


class IsolationConfig(AppConfig):
    name = "portal.isolation"
    verbose_name = _("Personnes mises de côté")

    def ready(self) -> None:
        sentences.register(SENTENCES)
