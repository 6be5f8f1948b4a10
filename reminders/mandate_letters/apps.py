"""Django’s registration of `reminders.mandate_letters`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.isolation import works
from portal.isolation.works import IsolatedWork
from portal.printing import printables

SENTENCES = {
    "mandate_letter_batch.made": _("a préparé un lot de demandes d’agir"),
    "mandate_letter_batch.downloaded": _("a téléchargé un lot de demandes d’agir"),
    "mandate_letter_batch.printed": _("a imprimé un lot de demandes d’agir"),
}
"""What the journal says of each action."""
# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "reminders.mandate_letters": IsolatedWork(
        _("La lettre qui demande à quelqu’un d’agir pour elle ne s’écrit pas"),
        "reminders.mandate_letters.actions.write_letters_of",
    ),
}


class MandateLettersConfig(AppConfig):
    name = "reminders.mandate_letters"
    verbose_name = _("Demandes d’agir, par la poste")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        works.register(WORKS)
        printables.register(import_string("reminders.mandate_letters.printing.PrintedMandateLetters")())
