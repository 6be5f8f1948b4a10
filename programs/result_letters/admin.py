"""«Lettres de pistes», for the portal’s operators: a batch at a time, printed, then emptied. Names are in the PDF."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from programs.result_letters import actions
from programs.result_letters.models import ResultLetter
from programs.result_letters.sheets import pdf_of


@admin.register(ResultLetter)
class ResultLetterAdmin(SectionAdmin):
    menu_group = menu.PAPER_MAIL
    menu_rank = 30
    view_permission = Permission.PRINT_LETTERS
    list_display = ["shown", "state", "asked_at", "printed_at", "printed_by"]
    list_filter = ["state"]
    list_select_related = ["printed_by"]
    ordering = [
        Case(When(state="waiting", then=Value(0)), When(state="taken", then=Value(1)), default=Value(2)).asc(),
        "-asked_at",
        "pk",
    ]
    fields = ["state", "asked_at", "batch", "taken_at", "taken_by", "printed_at", "printed_by"]
    readonly_fields = fields
    change_list_template = "admin/result_letters/resultletter/change_list.html"

    @admin.display(description=_("lettre"))
    def shown(self, letter: ResultLetter) -> str:
        return str(letter)

    def added_pages(self) -> list[Added]:
        return [
            Added("lot/", self.take, "take"),
            Added("lot/<int:batch>/lettres.pdf", self.download, "download"),
            Added("lot/<int:batch>/imprime/", self.printed, "printed"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        mine = ResultLetter.objects.visible_to(request.user)
        extra = {
            "waiting": mine.waiting().count(),
            "oldest": mine.waiting().order_by("asked_at").values_list("asked_at", flat=True).first(),
            "batches": (batches := mine.batches()),
            "opened": actions.opened_batches(batches=[row["batch"] for row in batches]),
            "largest": actions.LARGEST_BATCH,
        }
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def take(self, request: HttpRequest) -> HttpResponse:
        if refused := self._post_only(request):
            return refused
        try:
            batch = actions.take_batch(by=request.user)
        except actions.NothingToPrint:
            messages.info(request, gettext("Aucune lettre n’attend : rien à préparer pour l’instant."))
        else:
            messages.success(request, gettext("Le lot %d est prêt : téléchargez-le pour l’imprimer.") % batch)
        return redirect("admin:result_letters_resultletter_changelist")

    def download(self, request: HttpRequest, batch: int) -> HttpResponse:
        """The PDF is made first; it is given only once the journal says so."""
        letters = list(ResultLetter.objects.visible_to(request.user).in_batch(batch))
        if not letters:
            raise Http404
        pdf = pdf_of(letters)
        actions.note_download(batch=batch, by=request.user)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, f"pistes-{batch}.pdf")
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response

    def printed(self, request: HttpRequest, batch: int) -> HttpResponse:
        if refused := self._post_only(request):
            return refused
        try:
            count = actions.mark_printed(batch=batch, by=request.user)
        except actions.NotDownloaded:
            messages.error(request, gettext("Ce lot n’a pas encore été téléchargé\u00a0: téléchargez-le d’abord."))
            return redirect("admin:result_letters_resultletter_changelist")
        words = ngettext(
            "%d lettre imprimée : le nom, l’adresse et le contenu sont effacés. Mettez-la sous enveloppe et postez-la.",
            "%d lettres imprimées : les noms, les adresses et le contenu sont effacés. "
            "Mettez-les sous enveloppe et postez-les.",
            count,
        )
        messages.success(request, words % count) if count else messages.info(
            request, gettext("Ce lot est déjà imprimé.")
        )
        return redirect("admin:result_letters_resultletter_changelist")

    def _post_only(self, request: HttpRequest) -> HttpResponse | None:
        return None if request.method == "POST" else HttpResponseNotAllowed(["POST"])
