"""Django’s registration of `programs.result_letters`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.printing import printables

SENTENCES = {
    "result_letter.asked": _("a demandé ses pistes par la poste"),
    "result_letter.batch_made": _("a préparé un lot de lettres de pistes"),
    "result_letter.batch_opened": _("a ouvert un lot de lettres de pistes"),
    "result_letter.printed": _("a imprimé un lot de lettres de pistes et effacé les adresses"),
}
"""What the journal says of each action."""


class ResultLettersConfig(AppConfig):
    name = "programs.result_letters"
    verbose_name = _("Lettres de pistes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        printables.register(import_string("programs.result_letters.printing.PrintedResultLetters")())
