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
def piece(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What is asked, by whom, for when; the form below sends it."""
    pieces = RequestedDocument.objects.visible_to(request.user).held_by(request.user).with_details()
    piece = get_object_or_404(pieces, pk=request_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = GiveForm(*posted, piece=piece, user=request.user)
    if posted and (form.is_valid() or not piece.awaits_citizen):
        return _give(request, piece, form)
    tell_represented([piece], by=request.user, verb="request.read")
    opened(piece, by=request.user)
    context = {"piece": piece, "form": form}
    return render(request, "portal/requested_documents/piece.html", context, status=422 if form.errors else 200)


def _give(request: HttpRequest, piece: RequestedDocument, form: GiveForm) -> HttpResponse:
    try:
        data = form.cleaned_data
        actions.give(
            by=request.user, request=piece, upload=data.get("document"), document_type=data.get("document_type")
        )
        words = _("Votre pièce est reçue. Nous vérifions le fichier, puis %(team)s pourra l’examiner.")
        messages.success(request, words % {"team": piece.team})
    except actions.NotAwaited:
        messages.info(request, _("Cette pièce n’est plus attendue: vous n’avez rien d’autre à envoyer."))
    return redirect(piece)
