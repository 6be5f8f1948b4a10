"""Django’s registration of `portal.audit`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "access.refused": _("a demandé une page qui ne lui est pas ouverte"),
    "list.read": _("a consulté une liste"),
    "person.shown": _("a vu votre nom sur une page de travail"),
    "row.read": _("a consulté une fiche"),
    "space.read": _("a ouvert son accueil, où paraît ce qui vous concerne"),
}
"""What the journal says of each action."""


class AuditConfig(AppConfig):
    name = "portal.audit"
    verbose_name = _("Journal")

    def ready(self) -> None:
        sentences.register(SENTENCES)
