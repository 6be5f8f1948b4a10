"""Django’s registration of `programs.situations`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "situation.kept": _("a conservé ses réponses"),
    "situation.erased": _("a effacé ses réponses"),
}
"""What the journal says of each action."""


class SituationsConfig(AppConfig):
    name = "programs.situations"
    verbose_name = _("Situations")

    def ready(self) -> None:
        sentences.register(SENTENCES)
