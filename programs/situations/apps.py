"""Django’s registration of `programs.situations`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access import counts
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
        counts.register("situations", import_string("programs.situations.kept.situations_of"))
