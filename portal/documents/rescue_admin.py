"""«Fichiers retenus ou abîmés»: what a fault of ours keeps from people, without names; try again, or decide."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.documents import rescue
from portal.documents.erasing import BeingChecked
from portal.documents.forms import GiveUpForm
from portal.documents.holding import words_of
from portal.documents.models import TroubledDocument
from portal.gestion import menu
from portal.gestion.site import SectionAdmin

ACT = "act"
"""Name of the buttons; values: retry, repair. The form that gives up has its own."""


@admin.register(TroubledDocument)
class TroubledDocumentAdmin(SectionAdmin):
    """The oldest first."""

    menu_group = menu.OPERATION
    menu_rank = 10
    view_permission = Permission.OPERATE_PORTAL
    list_display = ["received_at", "what", "since", "attempts", "content_type", "organization"]
    list_select_related = ["team__organization"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("team__organization")

    @admin.display(description=_("ce qui nous arrête"))
    def what(self, document: TroubledDocument) -> str:
        return document.trouble

    @admin.display(description=_("depuis"))
    def since(self, document: TroubledDocument) -> Any:
        return document.trouble_since

    @admin.display(description=_("organisme"))
    def organization(self, document: TroubledDocument) -> Any:
        return document.team.organization if document.team else None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        document = self._document(request, object_id)
        form = GiveUpForm(request.POST if _gives_up(request) else None, choices=rescue.choices_for(document))
        if request.method == "POST" and (not form.is_bound or form.is_valid()):
            return self._act(request, document, form)
        context = {
            **self.admin_site.each_context(request),
            "title": document.trouble.capitalize(),
            "opts": self.opts,
            "document": document,
            "rows": _rows(document),
            "form": form,
        }
        page = "admin/documents/troubleddocument/change_form.html"
        return TemplateResponse(request, page, context, status=422 if form.errors else 200)

    def _document(self, request: HttpRequest, object_id: str) -> TroubledDocument:
        try:
            key = UUID(object_id)
        except ValueError as error:
            raise Http404 from error
        found = self.get_queryset(request).filter(pk=key).first() if self.has_view_permission(request) else None
        if found is None:
            raise Http404
        return found

    def _act(self, request: HttpRequest, document: TroubledDocument, form: GiveUpForm) -> HttpResponse:
        try:
            if form.is_bound:
                rescue.give_up(by=request.user, document=document, because=form.cleaned_data["because"])
                messages.success(request, gettext("Le fichier est refusé et effacé. La personne lit pourquoi."))
            elif request.POST.get(ACT) == "repair":
                rescue.repair(by=request.user, document=document)
                messages.success(request, gettext("Le fichier s’ouvre de nouveau\u00a0: l’alarme est levée."))
            else:
                rescue.retry(by=request.user, document=document)
                messages.success(request, gettext("Le prochain essai aura lieu dans la minute."))
        except rescue.NotInTrouble:
            messages.info(request, gettext("C’est réglé\u00a0: ce fichier n’est plus retenu."))
        except BeingChecked:
            messages.info(request, gettext("Ce fichier est en vérification en ce moment. Revenez dans une minute."))
        except rescue.StillDamaged as still:
            why = words_of(still.because)
            messages.error(request, gettext("Ce fichier ne s’ouvre toujours pas\u00a0: %(why)s.") % {"why": why})
            return redirect(request.path)
        return redirect("admin:documents_troubleddocument_changelist")


def _gives_up(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get(ACT) not in {"retry", "repair"}


def _rows(document: TroubledDocument) -> list[tuple[Any, Any]]:
    return [
        (_("Ce qui nous arrête"), document.trouble),
        (_("Essais"), document.attempts),
        (_("Type"), document.content_type),
        (_("Organisme"), document.team.organization if document.team else _("aucun (gardé par la personne)")),
        (_("Numéro du document"), document.pk),
    ]
