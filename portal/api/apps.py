"""Django’s registration of `portal.api`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "api_token.made": _("a créé un jeton d’accès pour un système"),
    "api_token.revoked": _("a révoqué un jeton d’accès"),
}
"""What the journal says of each action."""


class ApiConfig(AppConfig):
    name = "portal.api"
    verbose_name = _("API des organismes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
