"""Django's registration of the advisor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit.sentences import register


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        register(
            {
                "program.imported": _("a importé les programmes"),
                "program.edited": _("a modifié les mots d’un programme"),
                "situation.kept": _("a conservé ses réponses"),
                "situation.erased": _("a effacé ses réponses"),
                "finding.advised": _("a fait le point sur les programmes possibles"),
                "finding.set_aside": _("a donné son avis sur une piste"),
                "finding.told": _("a signalé une nouvelle piste"),
            }
        )
