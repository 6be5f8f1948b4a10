"""Requests to act as the print room knows them: the oldest first, codes emptied once printed."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.printing.printables import Printable, PrintWords, Verbs
from reminders.mandate_letters.models import MandateLetter, MandateLetterBatch
from reminders.mandate_letters.sheets import pdf_of


class MandateLetterWords(PrintWords):
    nothing = gettext_lazy("Aucune demande n’attend\u00a0: rien à préparer pour l’instant.")
    empty_title = gettext_lazy("Aucune demande n’attend")
    empty_text = gettext_lazy(
        "Elles arrivent ici quand une personne demande par la poste à quelqu’un d’agir pour elle."
    )
    list_title = gettext_lazy("Tous les lots")
    download = gettext_lazy(
        "Une page par lettre, d’un seul côté. Le fichier contient des noms, des adresses et des codes\u00a0: "
        "supprimez-le après l’impression."
    )
    printed_label = gettext_lazy("C’est imprimé\u00a0: effacer les codes")
    emptied = gettext_lazy("Ce lot est imprimé\u00a0: ses codes sont effacés.")

    def waiting(self, count: int) -> str:
        return ngettext("%d demande attend.", "%d demandes attendent.", count) % count

    def printed(self, count: int) -> str:
        return _("C’est noté. Les codes de ce lot sont effacés\u00a0: postez-le.")


class PrintedMandateLetters(Printable[MandateLetter, MandateLetterBatch]):
    batch_model = MandateLetterBatch
    relation = "mandate_letters"
    state_in_batch = MandateLetter.State.TO_PRINT
    waits_since = "asked_at"
    verbs = Verbs("mandate_letter_batch.made", "mandate_letter_batch.downloaded", "mandate_letter_batch.printed")
    words = MandateLetterWords()
    pdf_of = staticmethod(pdf_of)
    file_name = "demandes-d-agir"
    is_emptied = True

    def waiting(self) -> QuerySet:
        return MandateLetter.objects.waiting()

    def left_in(self, batch: MandateLetterBatch) -> QuerySet:
        return super().left_in(batch).select_related("invitation", "batch")

    def changes_when_printed(self) -> dict[str, None]:
        return {"code": None}
