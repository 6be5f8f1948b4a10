"""Django’s registration of `portal.dossiers`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.jobs import registered
from portal.jobs.registered import DAY, JobKind
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects

SENTENCES = {
    "dossier.opened": _("a ouvert un dossier"),
    "dossier.moved": _("a fait avancer un dossier"),
    "dossier.promised": _("a promis une réponse pour un autre jour"),
    "dossier.decided": _("a rendu une décision dans un dossier"),
    "dossier.decision_withdrawn": _("a retiré une décision dans un dossier"),
    "dossier.typed": _("a choisi le genre d’un dossier"),
    "dossier.closed": _("a fermé un dossier"),
    "dossier.reopened": _("a rouvert un dossier"),
    "dossier.taken_away": _("a retiré un dossier venu par un numéro relié par erreur"),
    "dossier.review_asked": _("a demandé à l’équipe si un dossier sans nouvelles sert encore"),
    "dossier.kept": _("a gardé ouvert un dossier sans nouvelles"),
    "dossier.late": _("a averti que la date promise est passée"),
    "dossier.read": _("a consulté un dossier"),
}
"""What the journal says of each action."""

JOBS = {
    "dossiers.count_delays": JobKind(_("Délais habituels des dossiers"), "dossiers.count_delays", DAY),
    "dossiers.ask_review": JobKind(_("Dossiers ouverts sans nouvelles depuis deux ans"), "dossiers.ask_review", DAY),
    "dossiers.notice_late": JobKind(_("Réponses promises dont la date est passée"), "dossiers.notice_late", DAY),
}
"""What is done over all dossiers, part by part."""


class DossiersConfig(AppConfig):
    name = "portal.dossiers"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        registered.register(JOBS)
        work_sentences.register(import_string("portal.dossiers.telling.SENTENCES"))
        subjects.register(
            "dossiers.dossier",
            citizen="dossiers:dossier",
            agent="admin:dossiers_dossier_change",
            titles=import_string("portal.dossiers.telling.titles"),
        )
