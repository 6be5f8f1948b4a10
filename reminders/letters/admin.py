"""Letters in «gestion», for the portal's operators: what waits, batches to print and post, letters that come back."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.foundation.formats.days import day_words
from portal.gestion.added_pages import Added
from portal.printing.actions import note_names_opened
from portal.printing.batch_section import BatchSection
from portal.printing.sections import QueueSection
from reminders.deliveries.words import reason_in_words
from reminders.letters import actions
from reminders.letters.forms import ReturnForm
from reminders.letters.models import IN_ORDER, Letter, LetterBatch
from reminders.letters.sheets import on_envelope, to_fill


def _together(batch: LetterBatch) -> list[str]:
    """«12-003, 12-004»: the sheets of one person, which go in one envelope. Names nobody."""
    references = defaultdict(list)
    for letter in batch.letters.select_related("batch").order_by("place"):
        references[letter.citizen_id].append(letter.reference)
    return [", ".join(some) for some in references.values() if len(some) > 1]


@admin.register(Letter)
class LetterAdmin(QueueSection):
    menu_rank = 10
    list_display = ["shown", "state_and_why", "post_before", "organization", "queued_at", "batch"]
    list_filter = ["state"]
    list_select_related = ["organization", "batch", "delivery"]
    ordering = IN_ORDER
    fields = readonly_fields = (
        "state",
        "organization",
        "post_before",
        "queued_at",
        "batch",
        "withdrawn_at",
        "withdrawn_because",
        "returned_at",
        "returned_by",
    )
    change_list_template = "admin/letters/letter/change_list.html"
    change_form_template = "admin/letters/letter/change_form.html"

    @admin.display(description=_("état"), ordering="state")
    def state_and_why(self, letter: Letter) -> str:
        return letter.get_state_display() + (f"\u00a0: {why}" if (why := self.withdrawn_because(letter)) else "")

    @admin.display(description=_("retirée de la file le"))
    def withdrawn_at(self, letter: Letter) -> Any:
        return letter.withdrawn_at

    @admin.display(description=_("parce que"))
    def withdrawn_because(self, letter: Letter) -> str:
        return reason_in_words(letter.withdrawn_because or "")

    def added_pages(self) -> list[Added]:
        return [
            Added("revenue/", self.find_returned, "find", posted=True),
            Added("<uuid:pk>/revenue/", self.returned, "returned", posted=True),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"form": ReturnForm(), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        letter = self.get_object(request, object_id)
        may_return = bool(letter and Letter.objects.returnable().filter(pk=letter.pk).exists())
        return super().change_view(request, object_id, form_url, {"may_return": may_return, **(extra_context or {})})

    def find_returned(self, request: HttpRequest) -> HttpResponse:
        """The number typed leads to its letter, where the return is confirmed."""
        form = ReturnForm(request.POST)
        if form.is_valid():
            return redirect("admin:letters_letter_change", form.letter.pk)
        for error in form.errors["reference"]:
            messages.error(request, str(error))
        return redirect(reverse("admin:letters_letter_changelist") + "#revenue")

    def returned(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """«Cette lettre est revenue»."""
        letter = self.own(request, pk)
        try:
            actions.mark_returned(letter=letter, by=request.user)
        except actions.NotPosted:
            messages.error(
                request, gettext("Cette lettre n’a pas encore été imprimée : elle ne peut pas être revenue.")
            )
        else:
            text = gettext(
                "C’est noté. On n’écrira plus à cette adresse; un autre moyen choisi par la personne prend la suite."
            )
            messages.success(request, text)
        return redirect("admin:letters_letter_change", letter.pk)


@admin.register(LetterBatch)
class LetterBatchAdmin(BatchSection):
    menu_rank = 20
    list_display = ["shown", "state_shown", "post_before", "organization", *BatchSection.list_display[2:], "posted_at"]
    list_filter = ["state"]
    fields = (*BatchSection.fields[:3], "post_before", *BatchSection.fields[3:])
    readonly_fields = fields
    change_form_template = "admin/letters/letterbatch/change_form.html"
    queue_page = "admin:letters_letter_changelist"

    @admin.display(description=_("à poster avant le"))
    def post_before(self, batch: LetterBatch) -> str:
        return day_words(batch.post_before) if batch.post_before else ""

    def added_pages(self) -> list[Added]:
        return [Added("<uuid:pk>/a-completer.txt", self.to_complete, "to_complete"), *super().added_pages()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        waits = batch is not None and batch.state == LetterBatch.State.MADE
        extra = {
            "to_complete": to_fill(self.printable.left_in(batch)) if waits else [],
            "together": _together(batch) if batch else [],
            "is_in_time": bool(batch and batch.post_before and batch.post_before >= today()),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def to_complete(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """What the printer has no letters for: names and addresses to write by hand. Journaled as the PDF is."""
        batch = self.own(request, pk)
        sheets = [f"{letter}\n{on_envelope(letter)}" for letter in to_fill(self.printable.left_in(batch))]
        note_names_opened(batch=batch, by=request.user)
        return HttpResponse("\n\n".join(sheets) + "\n", content_type="text/plain; charset=utf-8")
