"""The citizen's page of a requested piece."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.access.policies import citizen_only
from portal.audit.readings import tell_represented
from portal.documents.erasing import BeingChecked
from portal.notices.reading import opened
from portal.requested_documents import actions
from portal.requested_documents.forms import GiveForm
from portal.requested_documents.models import RequestedDocument

_NOTHING_MORE = gettext_lazy("Cette pièce n’est plus attendue\u00a0: vous n’avez rien d’autre à envoyer.")


@citizen_only
@require_http_methods(["GET", "HEAD", "POST"])
def requested_document(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What is asked, by whom, for when; the form below sends it."""
    requested_document = _held(request, request_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = GiveForm(*posted, requested_document=requested_document, user=request.user)
    if posted and (form.is_valid() or not requested_document.takes_files):
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
            uploads=[*(data.get("documents") or []), *form.copies],
            document_type=data.get("document_type"),
        )
        words = _("Votre pièce est reçue. Nous vérifions ce que vous avez envoyé, puis %(team)s pourra l’examiner.")
        messages.success(request, words % {"team": requested_document.team})
    except actions.NotAwaited:
        messages.info(request, _NOTHING_MORE)
    finally:
        form.close_copies(form.copies)
    return redirect(requested_document)


@citizen_only
@require_POST
def take_back(request: HttpRequest, request_id: UUID, document_id: UUID) -> HttpResponse:
    """«Retirer»: a file that nobody of the organization opened yet."""
    requested_document = _held(request, request_id)
    document = next((one for one in requested_document.documents if one.pk == document_id), None)
    if document is None:
        messages.info(request, _("Ce fichier n’est plus ici\u00a0: il a déjà été retiré ou remplacé."))
        return redirect(requested_document)
    try:
        actions.take_back(by=request.user, request=requested_document, document=document)
        messages.success(request, _("Le fichier est retiré et effacé. L’organisme ne l’a pas ouvert."))
    except actions.AlreadyOpened:
        words = _("L’organisme a déjà ouvert ce fichier\u00a0: il ne peut plus être retiré. Écrivez-lui, ou appelez.")
        messages.warning(request, words)
    except BeingChecked:
        messages.info(request, _("Nous vérifions ce fichier en ce moment. Réessayez dans un instant."))
    except actions.NotAwaited:
        messages.info(request, _NOTHING_MORE)
    return redirect(requested_document)


def _held(request: HttpRequest, request_id: UUID) -> RequestedDocument:
    """Raises Http404 for what is asked of somebody else."""
    requested_documents = RequestedDocument.objects.visible_to(request.user).held_by(request.user).with_details()
    return get_object_or_404(requested_documents, pk=request_id)
