"""Letters as the print room knows them: the most pressing first, the sheets of one person in one envelope, posted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.actions import record
from portal.clock import now, today
from portal.consents.models import Channel
from portal.foundation.formats.days import day_words
from portal.people.models import User
from portal.printing.printables import Printable, PrintWords, Verbs
from reminders.deliveries.carried import HELD, carried_by, take_back
from reminders.deliveries.models import Delivery
from reminders.deliveries.words import reason_in_words
from reminders.letters.models import Letter, LetterBatch
from reminders.letters.sheets import pdf_of
from reminders.suspensions.models import Suspension


class LetterWords(PrintWords):
    empty_text = gettext_lazy(
        "Une lettre arrive ici quand une personne a choisi la poste et qu’aucun autre moyen ne peut la joindre."
    )
    prepare_label = gettext_lazy("Préparer un lot de tous les organismes")
    reread = gettext_lazy(
        "Chaque lettre est relue à ce moment-là\u00a0: celle qui ne sert plus quitte la file, et la page vous le dit."
    )
    order = gettext_lazy("Un lot en réunit %(largest)d au plus, les plus pressées d’abord.")
    list_title = gettext_lazy("Toutes les lettres")
    download = gettext_lazy(
        "Une page par lettre, d’un seul côté. Le fichier contient des noms et des adresses\u00a0: le journal de chaque "
        "personne garde que vous l’avez ouvert, et elle le voit si elle a un espace Relais. Supprimez-le après "
        "l’impression."
    )
    before_printed = gettext_lazy("Seulement quand toutes les pages sont bonnes\u00a0: cela ne se défait pas.")

    @property
    def gone_url(self) -> str:  # type: ignore[override]  # an address is known once the addresses are loaded
        return f"{reverse('admin:letters_letter_changelist')}?state__exact={Letter.State.CANCELLED}"

    def printed(self, count: int) -> str:
        return _("Le lot est imprimé. Mettez les lettres sous enveloppe, puis dites quand elles sont postées.")


class PrintedLetters(Printable[Letter, LetterBatch]):
    batch_model = LetterBatch
    relation = "letters"
    state_in_batch = Letter.State.BATCHED
    waits_since = "queued_at"
    verbs = Verbs("letter_batch.made", "letter_batch.downloaded", "letter_batch.printed", "letter_batch.posted")
    words = LetterWords()
    pdf_of = staticmethod(pdf_of)
    file_name = "lot"
    is_by_organization = True

    def waiting(self) -> QuerySet:
        return Letter.objects.queued().select_related("citizen", "delivery").most_pressing_first()

    def passed_over(self, rows: Sequence[Letter]) -> Mapping[Any, str]:
        """What is no longer wanted (done meanwhile, consent withdrawn, no address left) leaves the queue; what is
        stopped for now stays in it."""
        return _drop_unwanted(rows)

    def waits_on(self, why: str) -> bool:
        return why == HELD

    def reason_in_words(self, why: str) -> str:
        return _("type d’échéance suspendu") if why == HELD else reason_in_words(why)

    def arranged(self, rows: Sequence[Letter]) -> list[Letter]:
        """Those of one person follow each other, for one envelope; people in the order of their most pressing one."""
        first: dict[UUID, int] = {}
        for rank, letter in enumerate(rows):
            first.setdefault(letter.citizen_id, rank)
        return sorted(rows, key=lambda letter: first[letter.citizen_id])

    def changes_in_batch(self, row: Letter) -> Mapping[str, Any]:
        return {"state": self.state_in_batch, "address": row.citizen.postal_address}

    def left_in(self, batch: LetterBatch) -> QuerySet:
        return super().left_in(batch).select_related("citizen", "delivery", "batch")

    def note_download(self, batch: LetterBatch, by: User) -> None:
        """Each person sees who opened their letter."""
        for letter in batch.letters.select_related("citizen", "organization").order_by("place"):
            record("letter.opened", by=by, subject=letter, citizen=letter.citizen, organization=letter.organization)

    def note_posted(self, batch: LetterBatch) -> None:
        batch.letters.exclude(state=Letter.State.RETURNED).update(state=Letter.State.POSTED)

    def under_way(self) -> QuerySet:
        return super().under_way().order_by(F("post_before").asc(nulls_last=True), "number")

    def with_counts(self, batches: QuerySet) -> QuerySet:
        return super().with_counts(batches).annotate(post_before=Min("letters__post_before"))

    def queue(self) -> dict[str, Any]:
        """The letters of each organization, which has its own batch if need be."""
        rows = Letter.objects.queued().by_organization()
        return {"by_organization": [row | {"urgency": urgency(row["post_before"], row["since"])} for row in rows]}

    def urgency_of(self, batch: LetterBatch) -> str:
        is_posted = batch.state == LetterBatch.State.POSTED
        return "" if is_posted else urgency(batch.post_before, batch.made_on)


def urgency(day: dt.date | None, since: dt.date) -> str:
    """Until when to post what waits since a day. Nothing is late from its birth."""
    if day is None:
        return ""
    if day >= today():
        words = _("à poster avant le %(day)s")
    elif since < today():
        words = _("en retard\u00a0: à poster tout de suite, le %(day)s est passé")
    else:
        words = _("à poster aujourd’hui\u00a0: le %(day)s était déjà passé")
    return words % {"day": day_words(day)}


def _drop_unwanted(letters: Sequence[Letter]) -> dict[UUID, str]:
    """Cancels those that must not be printed, and tells their deliveries why; returns why, by id. Those HELD wait."""
    carried = carried_by([letter.delivery for letter in letters], now())
    people = {letter.citizen_id for letter in letters}
    suspended = Suspension.objects.in_force().filter(channel=Channel.LETTER, citizen__in=people)
    stopped = set(suspended.values_list("citizen_id", "address"))
    passed_over = {}
    for letter in letters:
        point = (letter.citizen_id, letter.citizen.postal_address)
        why = carried[letter.delivery_id].unwanted or ("contact" if not point[1] else "")
        why = why or ("suspended" if point in stopped else "")
        if why:
            passed_over[letter.pk] = why
        if why and why != HELD:
            Letter.objects.queued().filter(pk=letter.pk).update(state=Letter.State.CANCELLED)
            take_back(delivery_id=letter.delivery_id, state=Delivery.State.CANCELLED, code=why)
    return passed_over
