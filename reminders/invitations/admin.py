"""Invitations in «Envois sur papier», for the portal's operators: batches to print, each once."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.printing.sections import PrintSection
from reminders.invitations import actions
from reminders.invitations.models import Invitation, InvitationBatch
from reminders.invitations.sheets import pdf_of


@admin.register(InvitationBatch)
class InvitationBatchAdmin(PrintSection):
    menu_group = menu.PAPER_MAIL
    menu_rank = 40
    list_display = ["shown", "count", "made_at", "made_by", "printed_at"]
    list_select_related = ["made_by"]
    ordering = [Case(When(printed_at=None, then=Value(0)), default=Value(1)).asc(), "-number"]
    fields = ["made_at", "made_by", "printed_at", "printed_by"]
    readonly_fields = fields
    change_list_template = "admin/invitations/invitationbatch/change_list.html"
    change_form_template = "admin/invitations/invitationbatch/change_form.html"

    @admin.display(description=_("lot"))
    def shown(self, batch: InvitationBatch) -> str:
        return str(batch)

    @admin.display(description=_("lettres"))
    def count(self, batch: InvitationBatch) -> str:
        return ngettext("%d lettre", "%d lettres", batch.count) % batch.count

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_counts()

    def added_pages(self) -> list[Added]:
        return [
            Added("preparer/", self.prepare, "prepare"),
            Added("<uuid:pk>/lot.pdf", self.download, "download"),
            Added("<uuid:pk>/imprime/", self.printed, "printed"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = Invitation.objects.to_print().filter(batch=None).count()
        extra = {"waiting": waiting, "largest": actions.LARGEST_BATCH}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.get_object(request, object_id)
        waits = batch is not None and batch.printed_at is None
        extra = {"downloaded": waits and actions.was_downloaded(batch=batch)}
        return super().change_view(request, object_id, *args, extra_context=extra, **kwargs)

    def prepare(self, request: HttpRequest) -> HttpResponse:
        if refused := self.post_only(request):
            return refused
        try:
            batch = actions.prepare_batch(by=request.user)
        except actions.NothingToPrint:
            messages.info(request, gettext("Aucune invitation n’attend : rien à préparer pour l’instant."))
            return redirect("admin:invitations_invitationbatch_changelist")
        messages.success(request, gettext("Le lot %d est prêt : téléchargez-le pour l’imprimer.") % batch.number)
        return redirect("admin:invitations_invitationbatch_change", batch.pk)

    def download(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Until it is said to be printed; afterwards there is nothing left to print. Journaled before it is given."""
        batch = self.own(request, pk)
        letters = list(batch.invitations.to_print().select_related("organization", "batch").order_by("place"))
        if batch.printed_at or not letters:
            raise Http404
        pdf = pdf_of(letters, batch.made_at)
        actions.note_download(batch=batch, by=request.user)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, f"invitations-{batch.number}.pdf")
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "no-store"
        return response

    def printed(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        batch = self.own(request, pk)
        if refused := self.post_only(request):
            return refused
        try:
            done = actions.mark_printed(batch=batch, by=request.user)
        except actions.NotDownloaded:
            messages.error(request, gettext("Ce lot n’a pas encore été téléchargé\u00a0: téléchargez-le d’abord."))
            return redirect("admin:invitations_invitationbatch_change", batch.pk)
        if done:
            messages.success(
                request, gettext("C’est noté. Les noms, les adresses et les codes de ce lot sont effacés : postez-le.")
            )
        else:
            messages.info(request, gettext("L’état de ce lot a changé entre-temps : le voici."))
        return redirect("admin:invitations_invitationbatch_change", batch.pk)
