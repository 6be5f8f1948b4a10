"""Django’s registration of `programs.programs`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.catalogue import versions

SENTENCES = {
    "program.imported": _("a importé les programmes"),
    "program.started": _("a commencé un programme"),
    "program.duplicated": _("a dupliqué un programme"),
    "program.brought": _("a importé un programme exporté d’ailleurs"),
    "program.exported": _("a exporté un programme"),
    "program.drafted": _("a écrit le brouillon d’un programme"),
    "program.discarded": _("a abandonné une version d’un programme"),
    "program.published": _("a publié une version d’un programme"),
    "program.took_effect": _("a mis en vigueur une version d’un programme"),
    "program.submitted": _("a demandé d’approuver un programme"),
    "program.withdrawn": _("a retiré sa demande d’approbation d’un programme"),
    "program.sent_back": _("a renvoyé, avec une raison, un programme à approuver"),
    "program.vouched": _("a vérifié un programme"),
}
"""What the journal says of each action."""


class ProgramsConfig(AppConfig):
    name = "programs.programs"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        versions.show("programs.Program")
