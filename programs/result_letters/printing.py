"""Letters of findings as the print room knows them: the oldest first, emptied of all once printed."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.foundation.crypto import Unsealable
from portal.printing.printables import Printable, PrintWords, Verbs
from programs.result_letters.models import ResultLetter, ResultLetterBatch
from programs.result_letters.sheets import pdf_of

logger = logging.getLogger(__name__)


class ResultLetterWords(PrintWords):
    empty_text = _("Une lettre arrive ici quand une personne demande ses pistes par la poste.")
    list_title = _("Toutes les lettres de pistes")
    download = _(
        "Plusieurs pages par lettre, d’un seul côté. Le fichier contient des noms et des adresses\u00a0: supprimez-le "
        "après l’impression."
    )
    fold = _(
        "Papier lettre, taille réelle (100\u00a0%). Pliez la première feuille aux deux marques de la marge; l’adresse "
        "paraît dans la fenêtre d’une enveloppe no 10."
    )
    left_it = _(
        "Une lettre de pistes quitte son lot quand elle n’est pas imprimée au bout de 30 jours\u00a0: nous avons "
        "promis à la personne de l’effacer."
    )
    printed_label = _("C’est imprimé\u00a0: effacer noms et adresses")
    emptied = _("Ce lot est imprimé\u00a0: ses noms, ses adresses et son contenu sont effacés.")

    def printed(self, count: int) -> str:
        words = ngettext(
            "%d lettre imprimée\u00a0: le nom, l’adresse et le contenu sont effacés. Mettez-la sous enveloppe et "
            "postez-la.",
            "%d lettres imprimées\u00a0: les noms, les adresses et le contenu sont effacés. "
            "Mettez-les sous enveloppe et postez-les.",
            count,
        )
        return words % count


class PrintedResultLetters(Printable[ResultLetter, ResultLetterBatch]):
    batch_model = ResultLetterBatch
    relation = "result_letters"
    state_in_batch = ResultLetter.State.TAKEN
    waits_since = "asked_at"
    verbs = Verbs("result_letter.batch_made", "result_letter.batch_opened", "result_letter.printed")
    words = ResultLetterWords()
    pdf_of = staticmethod(pdf_of)
    file_name = "pistes"
    largest = 40
    """Of several sheets each."""
    is_emptied = True

    def waiting(self) -> QuerySet:
        return ResultLetter.objects.waiting().order_by("asked_at", "pk")

    def passed_over(self, rows: Sequence[ResultLetter]) -> Mapping[Any, str]:
        """One that does not open waits on, in the list, and keeps no other from being printed."""
        return {letter.pk: "sealed" for letter in rows if not _opens(letter)}

    def reason_in_words(self, why: str) -> str:
        return str(_("son contenu ne s’ouvre pas, l’exploitation est avertie par le journal technique"))

    def left_in(self, batch: ResultLetterBatch) -> QuerySet:
        return super().left_in(batch).select_related("batch")

    def changes_when_printed(self) -> Mapping[str, Any]:
        return {"sheet_json": None}


def _opens(letter: ResultLetter) -> bool:
    try:
        return bool(letter.sheet)
    except (Unsealable, ValueError):
        logger.error("the letter %s does not open", letter.pk)
        return False
