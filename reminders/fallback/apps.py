"""Django’s registration of `reminders.fallback`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.isolation import works
from portal.isolation.works import IsolatedWork
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "reminders.follow_up": IsolatedWork(
        _("Ses envois non aboutis ne sont pas suivis"), "reminders.fallback.sweep.follow_up_of"
    ),
}

SENTENCES = {
    "dead_letter.read": _("a consulté un envoi non abouti"),
    "dead_letter.retried": _("a relancé un envoi non abouti"),
    "dead_letter.handled": _("a traité un envoi non abouti"),
}
"""What the journal says of each action."""


class FallbackConfig(AppConfig):
    name = "reminders.fallback"
    verbose_name = _("Autres moyens")

    def ready(self) -> None:
        works.register(WORKS)
        sentences.register(SENTENCES)
        work_sentences.register({"reminders.reach": _("Joindre la personne\u00a0: aucun moyen ne fonctionne")})
        subjects.register(
            "deadlines.deadline",
            citizen="deadlines:deadline",
            agent="admin:deadlines_deadline_change",
            titles=import_string("reminders.fallback.work.titles"),
        )
