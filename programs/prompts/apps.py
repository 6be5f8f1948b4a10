"""Django’s registration of `programs.prompts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.foundation import extensions

SENTENCES = {
    "prompt.written": _("a écrit une question au bon moment"),
    "prompt.retired": _("a retiré une question au bon moment"),
    "prompt.resumed": _("a remis une question au bon moment"),
    "prompt.imported": _("a importé les questions au bon moment"),
    "prompt.settled": _("a répondu à une question posée au passage, ou l’a laissée"),
    "prompt.taken_back": _("a repris une réponse donnée au passage"),
}
"""What the journal says of each action."""


class PromptsConfig(AppConfig):
    name = "programs.prompts"
    verbose_name = _("Questions au bon moment")

    def ready(self) -> None:
        extensions.fill("dossier.prompt", "programs/prompts/_of_dossier.html")
        extensions.fill("life_event.prompt", "programs/prompts/_of_life_event.html")
        extensions.fill("team.prompt", "programs/prompts/_of_team.html")
        sentences.register(SENTENCES)
