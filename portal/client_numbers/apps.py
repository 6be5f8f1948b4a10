"""Django’s registration of `portal.client_numbers`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.account_closing import registered as erasing
from portal.audit import sentences

SENTENCES = {
    "client_number.agreed": _("a relié un numéro de client"),
    "client_number.ended": _("a délié un numéro de client"),
    "number_pattern.declared": _("a déclaré la forme des numéros de client"),
}
"""What the journal says of each action."""


class ClientNumbersConfig(AppConfig):
    name = "portal.client_numbers"
    verbose_name = _("Numéros de client")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        erasing.register("portal.client_numbers.actions.end_all")
