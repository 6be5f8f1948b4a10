"""Sections of gestion of the print room, for the portal's operators: each noun's app derives its own.

Operators read no dossier: pages show counts, numbers and organizations. Names and addresses are in the PDF of a batch,
and opening it is journaled.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Case, Model, OrderBy, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from portal.printing import actions
from portal.printing.models import PrintBatch
from portal.printing.printables import Printable, named


def waiting_first(field: str, *states: str) -> OrderBy:
    """Order rows by state, as a print room works: those that wait, in this order, then the others."""
    ranks = [When(Q((field, state)), then=Value(rank)) for rank, state in enumerate(states)]
    return Case(*ranks, default=Value(len(states))).asc()


def page_of(model: type[Model], name: str) -> str:
    """Name the address of a page of a section."""
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}"


class PrintSection(SectionAdmin):
    """Pages of the operators only; buttons post to addresses of their own."""

    menu_group = menu.PAPER_MAIL
    view_permission = Permission.PRINT_LETTERS

    @property
    def printable(self) -> Printable:
        return named(self.opts.app_label)

    @admin.display(description=_("lettre"))
    def shown(self, row: Any) -> str:
        return str(row)

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


class QueueSection(PrintSection):
    """A section whose list stands under what waits and the batches under way."""

    change_list_template = "admin/printing/queue.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        printable = self.printable
        waiting = printable.waiting().count()
        extra = {
            "printable": printable,
            "words": printable.words,
            "prepare_url": page_of(printable.batch_model, "prepare"),
            "batch_url": page_of(printable.batch_model, "change"),
            "waiting": waiting,
            "waiting_sentence": printable.words.waiting(waiting),
            "order_sentence": printable.words.order % {"largest": printable.largest},
            "under_way": [] if issubclass(self.model, PrintBatch) else self._under_way(),
        }
        return super().changelist_view(request, {**extra, **printable.queue(), **(extra_context or {})})

    def _under_way(self) -> list[PrintBatch]:
        batches = list(self.printable.under_way())
        for batch in batches:
            batch.urgency = self.printable.urgency_of(batch)
        return batches


class BatchSection(PrintSection):
    """The batches of one noun: prepared, downloaded, printed, posted where somebody says so."""

    list_display = ["shown", "state", "count", "made_at", "made_by", "printed_at"]
    list_select_related = ["organization", "made_by"]
    ordering = [waiting_first("state", "made", "printed"), "-number"]
    fields = [
        "state",
        "organization",
        "count",
        "made_at",
        "made_by",
        "printed_at",
        "printed_by",
        "posted_at",
        "posted_by",
    ]
    readonly_fields = fields
    change_form_template = "admin/printing/batch.html"
    queue_page: str
    """Name of the address that shows what waits."""

    @admin.display(description=_("lot"))
    def shown(self, row: Any) -> str:
        return str(row)

    @admin.display(description=_("lettres"))
    def count(self, batch: Any) -> str:
        return ngettext("%d lettre", "%d lettres", batch.count) % batch.count

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.printable.with_counts(super().get_queryset(request))

    def added_pages(self) -> list[Added]:
        posted = [Added("<uuid:pk>/poste/", self.posted, "posted")] if self.printable.verbs.posted else []
        return [
            Added("preparer/", self.prepare, "prepare"),
            Added("<uuid:pk>/lot.pdf", self.download, "download"),
            Added("<uuid:pk>/imprime/", self.printed, "printed"),
            *posted,
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        waits = bool(batch) and batch.state == PrintBatch.State.MADE
        extra = {
            "words": self.printable.words,
            "is_posted": bool(self.printable.verbs.posted),
            "is_empty": bool(batch) and not self.printable.left_in(batch).exists(),
            "downloaded": waits and actions.was_downloaded(batch=batch),
            "urgency": self.printable.urgency_of(batch) if batch else "",
            **{f"{step}_url": page_of(self.model, step) for step in ("download", "printed", "posted")},
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def prepare(self, request: HttpRequest) -> HttpResponse:
        """«Préparer un lot», of one organization or of all."""
        if refused := self.post_only(request):
            return refused
        printable = self.printable
        try:
            asked = _organization_asked(request) if printable.is_by_organization else None
            batch = actions.prepare(printable=printable.key, organization_id=asked, by=request.user)
        except actions.NothingToPrint:
            messages.info(request, printable.words.nothing)
            return redirect(self.queue_page)
        messages.success(request, gettext("Le lot %d est prêt\u00a0: téléchargez-le pour l’imprimer.") % batch.number)
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
        if refused := self.post_only(request):
            return refused
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
        if refused := self.post_only(request):
            return refused
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


def _organization_asked(request: HttpRequest) -> UUID | None:
    """The organization of the button; None for all. Raises NothingToPrint for what is no organization."""
    asked = request.POST.get("organization", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as error:
        raise actions.NothingToPrint from error
