"""Django’s registration of `reminders.letters`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.printing import printables

SENTENCES = {
    "letter.opened": _("a ouvert une lettre pour l’imprimer"),
    "letter.returned": _("a noté qu’une lettre est revenue"),
    "letter_batch.made": _("a préparé un lot de lettres"),
    "letter_batch.downloaded": _("a téléchargé un lot de lettres"),
    "letter_batch.printed": _("a imprimé un lot de lettres"),
    "letter_batch.posted": _("a posté un lot de lettres"),
}
"""What the journal says of each action."""


class LettersConfig(AppConfig):
    name = "reminders.letters"
    verbose_name = _("Lettres")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        printables.register(import_string("reminders.letters.printing.PrintedLetters")())
        register_adapter = import_string("reminders.deliveries.adapters.register")
        register_adapter(import_string("reminders.letters.adapter.LetterAdapter")())
