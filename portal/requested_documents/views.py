"""The citizen's page of a requested piece."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access.policies import citizen_only
from portal.audit.readings import tell_represented
from portal.notices.reading import opened
from portal.requested_documents import actions
from portal.requested_documents.forms import GiveForm
from portal.requested_documents.models import RequestedDocument


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def requested_document(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What is asked, by whom, for when; the form below sends it."""
    requested_documents = RequestedDocument.objects.visible_to(request.user).held_by(request.user).with_details()
    requested_document = get_object_or_404(requested_documents, pk=request_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = GiveForm(*posted, requested_document=requested_document, user=request.user)
    if posted and (form.is_valid() or not requested_document.awaits_citizen):
        return _give(request, requested_document, form)
    tell_represented([requested_document], by=request.user, verb="request.read")
    opened(requested_document, by=request.user)
    context = {"requested_document": requested_document, "form": form}
    return render(request, "portal/requested_documents/show.html", context, status=422 if form.errors else 200)


def _give(request: HttpRequest, requested_document: RequestedDocument, form: GiveForm) -> HttpResponse:
    try:
        data = form.cleaned_data
        actions.give(
            by=request.user,
            request=requested_document,
            upload=data["document"],
            document_type=data.get("document_type"),
        )
        words = _("Votre pièce est reçue. Nous vérifions le fichier, puis %(team)s pourra l’examiner.")
        messages.success(request, words % {"team": requested_document.team})
    except actions.NotAwaited:
        messages.info(request, _("Cette pièce n’est plus attendue: vous n’avez rien d’autre à envoyer."))
    return redirect(requested_document)
