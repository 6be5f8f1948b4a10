"""«Pièces demandées»: what the team awaits and what it has to examine. The page writes through the actions only."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.permissions import Permission
from portal.consents.models import Purpose
from portal.documents.erasing import BeingChecked
from portal.documents.models import Document
from portal.documents.pending import as_uuid
from portal.dossiers.models import Dossier
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from portal.notices import ways
from portal.requested_documents import actions
from portal.requested_documents.forms import AcceptForm, AskForm, PaperForm, RefuseForm
from portal.requested_documents.models import RequestedDocument
from portal.requested_documents.querysets import RequestedDocumentQuerySet

DECISION = "decision"
"""Name of the buttons; values: accept, refuse, cancel, file, take_back."""
FILE = "file"
"""Which file is taken back."""
EXAMINED = "examined"
"""The files that the page showed."""


@admin.register(RequestedDocument)
class DocumentRequestAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 40
    view_permission = Permission.REQUEST_DOCUMENTS
    read_verb = "request.read"
    found_by = ("citizen",)
    list_display = ["shown_label", "citizen", "team", "shown_state", "due_on", "asked_at"]
    list_display_links = ["shown_label"]
    list_filter = ["state"]
    list_select_related = ["citizen", "team"]

    def added_pages(self) -> list[Added]:
        return [Added("demander/<uuid:dossier>/", self.ask_in, "ask")]

    def ask_in(self, request: HttpRequest, dossier: UUID) -> HttpResponse:
        """Ask for a document in a dossier of one's teams, of somebody who need not read messages."""
        found = get_object_or_404(Dossier.objects.handled_by(request.user).with_names(), pk=dossier)
        if not found.is_open:
            messages.warning(request, gettext("Ce dossier est terminé\u00a0: rien n’y est demandé. Rouvrez-le."))
            return redirect(found.agent_url)
        form = AskForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._ask(request, found, form)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Demander une pièce"),
            "opts": self.opts,
            "dossier": found,
            "form": form,
            "will_be_told": ways.told_to_agent(found.citizen, Purpose.SEND_DOCUMENT),
        }
        template = "portal/requested_documents/ask.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    def _ask(self, request: HttpRequest, dossier: Dossier, form: AskForm) -> HttpResponse:
        asked = dict(form.cleaned_data)
        document_type = asked.pop("document_type")
        requested_document = actions.ask(
            by=request.user, citizen=dossier.citizen, team=dossier.team, dossier=dossier, **asked
        )
        actions.specify(by=request.user, request=requested_document, document_type=document_type)
        sentence, leaves = ways.told_to_agent(dossier.citizen, Purpose.SEND_DOCUMENT)
        (messages.success if leaves else messages.warning)(request, f"{gettext('La pièce est demandée.')} {sentence}")
        return redirect(dossier.agent_url)

    def get_queryset(self, request: HttpRequest) -> RequestedDocumentQuerySet:
        return self._own_rows(request).with_files()

    def _own_rows(self, request: HttpRequest) -> RequestedDocumentQuerySet:
        return super().get_queryset(request).handled_by(request.user)

    @admin.display(description=_("pièce"))
    def shown_label(self, requested_document: RequestedDocument) -> str:
        return requested_document.label

    @admin.display(description=_("état"), ordering="state")
    def shown_state(self, requested_document: RequestedDocument) -> str:
        return requested_document.shown_state

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One piece; its buttons settle it. Another team's does not exist."""
        requested_document, decision = self._requested_document(request, object_id), request.POST.get(DECISION, "")
        form = RefuseForm(request.POST if decision == "refuse" else None)
        accept_form = AcceptForm(request.POST if decision == "accept" else None, requested_document=requested_document)
        files = (request.POST, request.FILES) if decision == "file" else ()
        paper_form = PaperForm(
            *files, user=request.user, requested_document=requested_document, initial={"came_on": clock.today()}
        )
        judged = {"accept": accept_form, "refuse": form, "file": paper_form}.get(decision)
        if decision in {"cancel", "take_back"} or (judged and judged.is_valid()):
            return self._settle(request, requested_document, decision, judged)
        context = {
            **self.admin_site.each_context(request),
            "title": requested_document.label,
            "opts": self.opts,
            "requested_document": requested_document,
            "form": form,
            "accept_form": accept_form,
            "paper_form": paper_form,
        }
        template = "portal/requested_documents/admin.html"
        return TemplateResponse(request, template, context, status=422 if judged else 200)

    def _requested_document(self, request: HttpRequest, object_id: str) -> RequestedDocument:
        if not self.has_view_permission(request):
            raise Http404
        try:
            return self._own_rows(request).with_details().get(pk=object_id)
        except (RequestedDocument.DoesNotExist, ValidationError) as error:  # a key that is no UUID does not validate
            raise Http404 from error

    def _settle(
        self, request: HttpRequest, requested_document: RequestedDocument, decision: str, form: forms.Form | None
    ) -> HttpResponse:
        typed = form.cleaned_data if form else {}
        examined = _examined(request)
        try:
            if decision == "accept":
                kind = typed["document_type"]
                actions.accept(by=request.user, request=requested_document, document_type=kind, examined=examined)
                messages.success(request, gettext("La pièce est acceptée."))
            elif decision == "file":
                actions.file_paper(
                    by=request.user,
                    request=requested_document,
                    uploads=typed["documents"],
                    came_on=typed["came_on"],
                )
                messages.success(request, gettext("Le papier est classé. Une fois vérifié, dites s’il est le bon."))
                return redirect(requested_document.agent_url)
            elif decision == "take_back":
                document = _sent(requested_document, request.POST.get(FILE, ""))
                actions.take_back(by=request.user, request=requested_document, document=document)
                messages.success(request, gettext("Le fichier est retiré et effacé. Personne ne l’avait ouvert."))
                return redirect(requested_document.agent_url)
            elif decision == "cancel":
                actions.cancel(by=request.user, request=requested_document)
                messages.success(request, gettext("La pièce n’est plus demandée."))
            else:
                because = typed["because"]
                actions.refuse(by=request.user, request=requested_document, because=because, examined=examined)
                sentence, leaves = ways.told_to_agent(requested_document.citizen, Purpose.SEND_DOCUMENT)
                done = gettext("La pièce est refusée; la personne peut en envoyer une autre.")
                (messages.success if leaves else messages.warning)(request, f"{done} {sentence}")
        except (actions.AlreadyOpened, BeingChecked):
            words = gettext(
                "Ce fichier ne peut pas être retiré\u00a0: quelqu’un l’a ouvert, ou il est en vérification."
            )
            messages.warning(request, words)
            return redirect(requested_document.agent_url)
        except actions.SentAgain:
            words = gettext(
                "La personne a envoyé ou retiré un fichier entre-temps\u00a0: voici ce qu’il y a maintenant."
            )
            messages.warning(request, words)
            return redirect(requested_document.agent_url)
        except actions.NotAwaited:
            messages.info(request, gettext("L’état de cette pièce a changé entre-temps\u00a0: le voici."))
            return redirect(requested_document.agent_url)
        return redirect(requested_document.origin_url)


def _examined(request: HttpRequest) -> set[UUID] | None:
    """None where the button stood in a list, which shows no file."""
    posted = request.POST.getlist(EXAMINED)
    return {key for key in map(as_uuid, posted) if key} if posted else None


def _sent(requested_document: RequestedDocument, key: str) -> Document:
    """Raises Http404 for a file that was not sent for it."""
    for document in requested_document.documents:
        if str(document.pk) == key:
            return document
    raise Http404
