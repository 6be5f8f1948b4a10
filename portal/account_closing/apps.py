"""Django’s registration of `portal.account_closing`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "account.closed": _("a fermé son compte"),
    "account.came_back": _("a rouvert son compte"),
    "account.erased": _("a effacé un compte fermé, une fois passé le temps d’y revenir"),
}
"""What the journal says of each action."""


class AccountClosingConfig(AppConfig):
    name = "portal.account_closing"
    verbose_name = _("Fermeture de compte")

    def ready(self) -> None:
        sentences.register(SENTENCES)
