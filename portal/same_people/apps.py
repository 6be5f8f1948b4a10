"""Django’s registration of `portal.same_people`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "same_person.joined": _("a réuni deux inscriptions de la même personne"),
    "same_person.separated": _("a séparé deux inscriptions réunies par erreur"),
}
"""What the journal says of each action."""


class SamePeopleConfig(AppConfig):
    name = "portal.same_people"
    verbose_name = _("Inscriptions réunies")

    def ready(self) -> None:
        sentences.register(SENTENCES)
