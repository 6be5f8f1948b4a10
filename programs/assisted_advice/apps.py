"""Django’s registration of `programs.assisted_advice`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "assisted.letter": _("a imprimé le résultat du questionnaire pour une personne au téléphone"),
    "assisted.kept": _("a conservé les réponses dites au téléphone, à la demande de la personne"),
    "assisted.read": _("a consulté vos pistes et vos réponses avec vous"),
    "assisted.opened": _("a ouvert vos pistes et vos réponses avec vous, à votre demande"),
}
"""What the journal says of each action."""


class AssistedAdviceConfig(AppConfig):
    name = "programs.assisted_advice"
    verbose_name = _("Conseil au téléphone")

    def ready(self) -> None:
        sentences.register(SENTENCES)
