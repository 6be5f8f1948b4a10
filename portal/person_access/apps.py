"""Django’s registration of `portal.person_access`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "person_access.called": _("a ouvert votre fiche, parce que vous appeliez"),
    "person_access.came": _("a ouvert votre fiche, parce que vous étiez au comptoir"),
    "person_access.wrote": _("a ouvert votre fiche, parce que vous aviez écrit par la poste"),
    "person_access.for_her": _("a ouvert votre fiche pour quelqu’un qui appelait ou se présentait pour vous"),
    "person_access.not_recognized": _("n’a pas ouvert votre fiche\u00a0: les réponses ne suffisaient pas"),
    "person_access.code_refused": _("n’a pas ouvert de fiche\u00a0: le code d’aide ne valait pas"),
    "support_code.given": _("a demandé un code d’aide"),
    "identity_rule.set": _("a choisi les questions d’identité de l’organisme"),
}
"""What the journal says of each action."""


class PersonAccessConfig(AppConfig):
    name = "portal.person_access"
    verbose_name = _("Ouvertures de fiches")

    def ready(self) -> None:
        sentences.register(SENTENCES)
