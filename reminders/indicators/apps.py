"""Django’s registration of `reminders.indicators`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.foundation import extensions
from portal.isolation import works
from portal.isolation.works import IsolatedWork
from portal.jobs import registered
from portal.jobs.registered import DAY, JobKind

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "reminders.measure": IsolatedWork(
        _("Ses échéances manquent à l’indicateur"), "reminders.indicators.actions.measure_recent_of"
    ),
}

# What is done over everybody, part by part.
JOBS = {
    "reminders.measure": JobKind(_("Mesure de ce que deviennent les échéances"), "reminders.measure", DAY),
    "reminders.report": JobKind(_("Rapports du mois des organismes"), "reminders.report", 31 * DAY),
}

SENTENCES = {
    "report.made": _("a fait le rapport du mois"),
    "report.read": _("a lu le rapport du mois"),
    "outcomes.exported": _("a exporté la liste de l’indicateur"),
}
"""What the journal says of each action."""


class IndicatorsConfig(AppConfig):
    name = "reminders.indicators"
    verbose_name = _("Indicateurs")

    def ready(self) -> None:
        extensions.fill("gestion.duties", "reminders/indicators/_duties.html")
        works.register(WORKS)
        registered.register(JOBS)
        sentences.register(SENTENCES)
