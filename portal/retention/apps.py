"""Django’s registration of `portal.retention`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.jobs import registered
from portal.jobs.registered import DAY, JobKind

# What is done over everybody, part by part.
JOBS = {"portal.retention": JobKind(_("Durées de conservation exécutées"), "portal.sweep_retention", DAY)}

SENTENCES = {
    "retention.swept": _("a effacé ce qui avait dépassé sa durée de conservation"),
    "retention.journal_erased": _("a effacé les lignes du journal qui avaient dépassé leur durée de conservation"),
}
"""What the journal says of each action."""


class RetentionConfig(AppConfig):
    name = "portal.retention"
    verbose_name = _("Durées de conservation")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        registered.register(JOBS)
