"""Letters in «gestion», for the portal's operators: what waits, batches to print and post, letters that come back.

Operators read no dossier: pages show counts, numbers and organizations. Names and addresses are in the PDF of a batch,
and opening it is journaled for each person.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Case, F, OrderBy, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.clock import today
from portal.foundation.formats.days import day_words
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from reminders.letters import actions
from reminders.letters.forms import ReturnForm
from reminders.letters.models import Letter, LetterBatch
from reminders.letters.sheets import on_envelope, pdf_of, to_fill

WAITING = ("queued", "batched", "printed")
"""States of a letter that somebody must still do something with; of the others, the last ones come first."""


def waiting_first(field: str, *states: str) -> OrderBy:
    """Order rows by state, as a print room works: those that wait, in this order, then the others."""
    ranks = [When(Q((field, state)), then=Value(rank)) for rank, state in enumerate(states)]
    return Case(*ranks, default=Value(len(states))).asc()


def _together(batch: LetterBatch) -> list[str]:
    """«12-003, 12-004»: the sheets of one person, which go in one envelope. Names nobody."""
    references = defaultdict(list)
    for letter in batch.letters.select_related("batch").order_by("place"):
        references[letter.citizen_id].append(letter.reference)
    return [", ".join(some) for some in references.values() if len(some) > 1]


def _letters_of(batch: LetterBatch) -> list[Letter]:
    return list(batch.letters.select_related("citizen", "delivery", "batch").order_by("place"))


class PrintSection(SectionAdmin):
    """Pages of the operators only; buttons post to addresses of their own."""

    view_permission = Permission.PRINT_LETTERS

    def post_only(self, request: HttpRequest) -> HttpResponse | None:
        """Why the button's request goes no further, if it does not."""
        return None if request.method == "POST" else HttpResponseNotAllowed(["POST"])

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the lines that would say nothing: no organization, nothing posted yet."""
        return [name for name in super().get_fields(request, obj) if getattr(obj, name, name) is not None]

    def own(self, request: HttpRequest, pk: UUID) -> Any:
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


@admin.register(Letter)
class LetterAdmin(PrintSection):
    menu_group = menu.PAPER_MAIL
    menu_rank = 10
    list_display = ["shown", "state", "post_before", "organization", "queued_at", "batch"]
    list_filter = ["state"]
    list_select_related = ["organization", "batch"]
    ordering = [
        waiting_first("state", *WAITING),
        Case(When(state__in=WAITING, then=F("post_before"))).asc(nulls_last=True),
        Case(When(state__in=WAITING, then=F("queued_at"))).asc(nulls_last=True),
        "-queued_at",
        "pk",
    ]
    fields = ["state", "organization", "post_before", "queued_at", "batch", "returned_at", "returned_by"]
    readonly_fields = fields
    change_list_template = "admin/letters/letter/change_list.html"
    change_form_template = "admin/letters/letter/change_form.html"

    @admin.display(description=_("lettre"))
    def shown(self, letter: Letter) -> str:
        return str(letter)

    def added_pages(self) -> list[Added]:
        return [
            Added("lot/", self.prepare, "prepare"),
            Added("revenue/", self.find_returned, "find"),
            Added("<uuid:pk>/revenue/", self.returned, "returned"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = Letter.objects.visible_to(request.user).queued().by_organization()
        extra = {
            "waiting": waiting,
            "count": sum(row["count"] for row in waiting),
            "largest": actions.LARGEST_BATCH,
            "unfinished": LetterBatch.objects.visible_to(request.user).unfinished().with_counts().most_pressing_first(),
            "today": today(),
            "form": ReturnForm(),
        }
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = self.get_object(request, object_id)
        may_return = bool(letter and Letter.objects.returnable().filter(pk=letter.pk).exists())
        return super().change_view(request, object_id, *args, extra_context={"may_return": may_return}, **kwargs)

    def prepare(self, request: HttpRequest) -> HttpResponse:
        """«Préparer un batch», of one organization or of all."""
        if refused := self.post_only(request):
            return refused
        organizations = {str(row["organization_id"]): row for row in Letter.objects.queued().by_organization()}
        asked = request.POST.get("organization", "")
        row = organizations.get(asked)
        try:
            if asked and row is None:
                raise actions.NothingToPrint
            batch = actions.prepare_batch(organization_id=row and row["organization_id"], by=request.user)
        except actions.NothingToPrint:
            messages.info(request, gettext("Aucune lettre n’attend : rien à préparer pour l’instant."))
            return redirect("admin:letters_letter_changelist")
        messages.success(request, gettext("Le lot %d est prêt : téléchargez-le pour l’imprimer.") % batch.number)
        return redirect("admin:letters_letterbatch_change", batch.pk)

    def find_returned(self, request: HttpRequest) -> HttpResponse:
        """The number typed leads to its letter, where the return is confirmed."""
        if refused := self.post_only(request):
            return refused
        form = ReturnForm(request.POST)
        if form.is_valid():
            return redirect("admin:letters_letter_change", form.letter.pk)
        for error in form.errors["reference"]:
            messages.error(request, error)
        return redirect(reverse("admin:letters_letter_changelist") + "#revenue")

    def returned(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """«Cette lettre est revenue»."""
        letter = self.own(request, pk)
        if refused := self.post_only(request):
            return refused
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
class LetterBatchAdmin(PrintSection):
    menu_group = menu.PAPER_MAIL
    menu_rank = 20
    list_display = [
        "shown",
        "state",
        "post_before",
        "organization",
        "count",
        "made_at",
        "made_by",
        "printed_at",
        "posted_at",
    ]
    list_filter = ["state"]
    list_select_related = ["organization", "made_by"]
    ordering = [waiting_first("state", "made", "printed"), "-number"]
    fields = [
        "state",
        "organization",
        "count",
        "post_before",
        "made_at",
        "made_by",
        "printed_at",
        "printed_by",
        "posted_at",
        "posted_by",
    ]
    readonly_fields = fields
    change_form_template = "admin/letters/letterbatch/change_form.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("lot"))
    def shown(self, batch: LetterBatch) -> str:
        return str(batch)

    @admin.display(description=_("à poster avant le"))
    def post_before(self, batch: LetterBatch) -> str:
        return day_words(batch.post_before) if batch.post_before else ""

    @admin.display(description=_("lettres"))
    def count(self, batch: LetterBatch) -> str:
        return ngettext("%d lettre", "%d lettres", batch.count) % batch.count

    def added_pages(self) -> list[Added]:
        return [
            Added("<uuid:pk>/lot.pdf", self.download, "download"),
            Added("<uuid:pk>/a-completer.txt", self.to_complete, "to_complete"),
            Added("<uuid:pk>/imprime/", self.printed, "printed"),
            Added("<uuid:pk>/poste/", self.posted, "posted"),
        ]

    def download(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The PDF is made first: no transaction waits for it; and it is given only once the journal says so."""
        batch = self.own(request, pk)
        pdf = pdf_of(_letters_of(batch), batch.made_at)
        actions.note_download(batch=batch, by=request.user)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, f"lot-{batch.number}.pdf")
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.get_object(request, object_id)
        waits = bool(batch) and batch.state == LetterBatch.State.MADE
        to_complete = to_fill(_letters_of(batch)) if waits else []
        extra = {
            "to_complete": to_complete,
            "together": _together(batch) if batch else [],
            "downloaded": waits and actions.was_downloaded(batch=batch),
            "post_before": batch and batch.post_before,
            "today": today(),
        }
        return super().change_view(request, object_id, *args, extra_context=extra, **kwargs)

    def to_complete(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """What the printer has no letters for: names and addresses to write by hand. Journaled as the PDF is."""
        batch = self.own(request, pk)
        sheets = [f"{letter}\n{on_envelope(letter)}" for letter in to_fill(_letters_of(batch))]
        actions.note_names_opened(batch=batch, by=request.user)
        return HttpResponse("\n\n".join(sheets) + "\n", content_type="text/plain; charset=utf-8")

    def printed(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        done = gettext("Le lot est imprimé. Mettez les lettres sous enveloppe, puis dites quand elles sont postées.")
        return self._advance(request, pk, actions.mark_printed, done)

    def posted(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._advance(request, pk, actions.mark_posted, gettext("Le lot est posté. Merci!"))

    def _advance(self, request: HttpRequest, pk: UUID, action: Any, done: str) -> HttpResponse:
        batch = self.own(request, pk)
        if refused := self.post_only(request):
            return refused
        try:
            if action(batch=batch, by=request.user):
                messages.success(request, done)
            else:
                messages.info(request, gettext("L’état de ce lot a changé entre-temps : le voici."))
        except actions.NotDownloaded:
            messages.error(request, gettext("Ce lot n’a pas encore été téléchargé\u00a0: téléchargez-le d’abord."))
        return redirect("admin:letters_letterbatch_change", batch.pk)
