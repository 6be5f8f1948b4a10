"""Invitations in «Envois sur papier», for the portal's operators: lots to print, each once."""

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
from reminders.invitations import actions
from reminders.invitations.models import Invitation, InvitationBatch
from reminders.invitations.sheets import pdf_of
from reminders.letters.admin import PrintSection


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
    def shown(self, lot: InvitationBatch) -> str:
        return str(lot)

    @admin.display(description=_("lettres"))
    def count(self, lot: InvitationBatch) -> str:
        return ngettext("%d lettre", "%d lettres", lot.count) % lot.count

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_counts()

    def added_pages(self) -> list[Added]:
        return [
            Added("preparer/", self.prepare, "prepare"),
            Added("<uuid:pk>/lot.pdf", self.download, "download"),
            Added("<uuid:pk>/imprime/", self.printed, "printed"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = Invitation.objects.to_print().filter(lot=None).count()
        extra = {"waiting": waiting, "largest": actions.LARGEST_LOT}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        lot = self.get_object(request, object_id)
        waits = lot is not None and lot.printed_at is None
        extra = {"downloaded": waits and actions.was_downloaded(lot=lot)}
        return super().change_view(request, object_id, *args, extra_context=extra, **kwargs)

    def prepare(self, request: HttpRequest) -> HttpResponse:
        if refused := self.post_only(request):
            return refused
        try:
            lot = actions.prepare_lot(by=request.user)
        except actions.NothingToPrint:
            messages.info(request, gettext("Aucune invitation n’attend : rien à préparer pour l’instant."))
            return redirect("admin:invitations_invitationbatch_changelist")
        messages.success(request, gettext("Le lot %d est prêt : téléchargez-le pour l’imprimer.") % lot.number)
        return redirect("admin:invitations_invitationbatch_change", lot.pk)

    def download(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Until it is said to be printed; afterwards there is nothing left to print. Journaled before it is given."""
        lot = self.own(request, pk)
        letters = list(lot.invitations.to_print().select_related("organization", "lot").order_by("place"))
        if lot.printed_at or not letters:
            raise Http404
        pdf = pdf_of(letters, lot.made_at)
        actions.note_download(lot=lot, by=request.user)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, f"invitations-{lot.number}.pdf")
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "no-store"
        return response

    def printed(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        lot = self.own(request, pk)
        if refused := self.post_only(request):
            return refused
        try:
            done = actions.mark_printed(lot=lot, by=request.user)
        except actions.NotDownloaded:
            messages.error(request, gettext("Ce lot n’a pas encore été téléchargé\u00a0: téléchargez-le d’abord."))
            return redirect("admin:invitations_invitationbatch_change", lot.pk)
        if done:
            messages.success(
                request, gettext("C’est noté. Les noms, les adresses et les codes de ce lot sont effacés : postez-le.")
            )
        else:
            messages.info(request, gettext("L’état de ce lot a changé entre-temps : le voici."))
        return redirect("admin:invitations_invitationbatch_change", lot.pk)
