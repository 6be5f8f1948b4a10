"""The section of gestion of the batches of one noun: each page and each button of the print room."""

from collections import Counter
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.gestion.added_pages import Added, page_of
from portal.printing import actions
from portal.printing.models import PrintBatch
from portal.printing.printables import Printable
from portal.printing.sections import PrintSection


class BatchSection(PrintSection):
    """The batches of one noun: prepared, downloaded, printed, posted where somebody says so."""

    is_short = True
    list_display = ["shown", "state_shown", "count", "made_at", "made_by", "printed_at"]
    list_select_related = ["organization", "made_by"]
    ordering = [
        Case(When(state="made", left__gt=0, then=0), When(state="printed", then=1), default=2).asc(),
        "-number",
    ]
    fields: ClassVar[tuple[str, ...]] = (
        "state_shown",
        "organization",
        "count",
        "made_at",
        "made_by",
        "printed_at",
        "printed_by",
        "posted_at",
        "posted_by",
    )
    readonly_fields: ClassVar[tuple[str, ...]] = fields
    change_form_template = "admin/printing/batch.html"
    queue_page: str
    """Name of the address that shows what waits."""

    @admin.display(description=_("lot"))
    def shown(self, row: Any) -> str:
        return str(row)

    @admin.display(description=_("lettres"))
    def count(self, batch: Any) -> str:
        said = ngettext("%d lettre", "%d lettres", batch.count) % batch.count
        if batch.state != PrintBatch.State.MADE or batch.left == batch.count:
            return said
        return gettext("%(letters)s, dont %(left)d à imprimer") % {"letters": said, "left": batch.left}

    @admin.display(description=_("état"), ordering="state")
    def state_shown(self, batch: Any) -> str:
        is_void = batch.state == PrintBatch.State.MADE and not batch.left
        return gettext("plus rien à imprimer") if is_void else batch.get_state_display()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.printable.with_counts(super().get_queryset(request))

    def added_pages(self) -> list[Added]:
        posted = [Added("<uuid:pk>/poste/", self.posted, "posted", posted=True)] if self.printable.verbs.posted else []
        return [
            Added("preparer/", self.prepare, "prepare", posted=True),
            Added("<uuid:pk>/lot.pdf", self.download, "download"),
            Added("<uuid:pk>/imprime/", self.printed, "printed", posted=True),
            *posted,
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        waits = batch is not None and batch.state == PrintBatch.State.MADE
        extra = {
            "left_count": batch.count - batch.left if batch and waits else 0,
            "words": self.printable.words,
            "is_posted": bool(self.printable.verbs.posted),
            "is_empty": bool(batch) and not self.printable.left_in(batch).exists(),
            "downloaded": batch is not None and waits and actions.was_downloaded(batch=batch),
            "urgency": self.printable.urgency_of(batch) if batch else "",
            **{f"{step}_url": page_of(self.model, step) for step in ("download", "printed", "posted")},
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def prepare(self, request: HttpRequest) -> HttpResponse:
        """«Préparer un lot», of one organization or of all."""
        printable = self.printable
        try:
            asked = _organization_asked(request) if printable.is_by_organization else None
            batch = actions.prepare(printable=printable.key, organization_id=asked, by=request.user)
        except actions.NothingToPrint as nothing:
            _say_passed_over(request, printable, nothing.passed_over)
            messages.info(request, str(printable.words.nothing))
            return redirect(self.queue_page)
        messages.success(request, gettext("Le lot %d est prêt\u00a0: téléchargez-le pour l’imprimer.") % batch.number)
        _say_passed_over(request, printable, batch.passed_over)
        return self._to_page_of(batch)

    def download(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The PDF is made first: no transaction waits for it; and it is given only once the journal says so.

        There is none where nothing is left to print."""
        batch = self.own(request, pk)
        rows = list(self.printable.left_in(batch))
        if not rows:
            raise Http404
        pdf = self.printable.pdf_of(rows, batch.made_at)
        actions.note_download(batch=batch, by=request.user)
        response = HttpResponse(pdf, content_type="application/pdf")
        name = f"{self.printable.file_name}-{batch.number}.pdf"
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response

    def printed(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        batch = self.own(request, pk)
        try:
            count = actions.mark_printed(batch=batch, by=request.user)
        except actions.NotDownloaded:
            messages.error(request, gettext("Ce lot n’a pas encore été téléchargé\u00a0: téléchargez-le d’abord."))
        else:
            done = self.printable.words.printed(count) if count else ""
            _say(request, done, otherwise=gettext("Ce lot est déjà imprimé."))
        return self._to_page_of(batch)

    def posted(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        batch = self.own(request, pk)
        done = actions.mark_posted(batch=batch, by=request.user) and gettext("Le lot est posté. Merci!")
        _say(request, done or "", otherwise=gettext("L’état de ce lot a changé entre-temps\u00a0: le voici."))
        return self._to_page_of(batch)

    def _to_page_of(self, batch: PrintBatch) -> HttpResponse:
        return redirect(page_of(self.model, "change"), batch.pk)


def _say(request: HttpRequest, done: str, *, otherwise: str) -> None:
    """What was done; or, of a second click, that it was done before."""
    if done:
        messages.success(request, done)
    else:
        messages.info(request, otherwise)


def _say_passed_over(request: HttpRequest, printable: Printable, passed_over: Counter[str]) -> None:
    """Of the letters that waited, how many are in no batch and why; where to read those that left the queue."""
    words = printable.words
    staying = Counter({why: count for why, count in passed_over.items() if printable.waits_on(why)})
    leaving = passed_over - staying
    if leaving:
        link = format_html('<a href="{}">{}</a>', words.gone_url, gettext("Les voir"))
        messages.warning(
            request, format_html("{} {}. {}", words.gone(leaving.total()), _reasons(printable, leaving), link)
        )
    if staying:
        messages.info(request, f"{words.waits_on(staying.total())} {_reasons(printable, staying)}.")


def _reasons(printable: Printable, counted: Counter[str]) -> str:
    """«il ne servait plus (2), compte fermé (1)»; two codes may be said in the same words."""
    said: Counter[str] = Counter()
    for why, count in counted.items():
        said[printable.reason_in_words(why)] += count
    return ", ".join(f"{words} ({count})" for words, count in said.most_common())


def _organization_asked(request: HttpRequest) -> UUID | None:
    """The organization of the button; None for all. Raises NothingToPrint for what is no organization."""
    asked = request.POST.get("organization", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as error:
        raise actions.NothingToPrint from error
