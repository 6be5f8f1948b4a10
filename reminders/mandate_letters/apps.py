"""Django’s registration of `reminders.mandate_letters`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.printing import printables

SENTENCES = {
    "mandate_letter_batch.made": _("a préparé un lot de demandes d’agir"),
    "mandate_letter_batch.downloaded": _("a téléchargé un lot de demandes d’agir"),
    "mandate_letter_batch.printed": _("a imprimé un lot de demandes d’agir"),
}
"""What the journal says of each action."""


class MandateLettersConfig(AppConfig):
    name = "reminders.mandate_letters"
    verbose_name = _("Demandes d’agir, par la poste")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        printables.register(import_string("reminders.mandate_letters.printing.PrintedMandateLetters")())
