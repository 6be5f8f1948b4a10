"""The file of a dossier, as an attachment: for the citizen's side, and in gestion for the team's."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from portal.access.policies import signed_in
from portal.documents.attachments import protect
from portal.dossier_exports.actions import give_archive, give_pdf
from portal.dossiers.models import Dossier


@signed_in
@require_safe
def pdf(request: HttpRequest, dossier_id: UUID) -> HttpResponseBase:
    """For those who see the dossier: its person, who acts for them, its team."""
    dossier = _dossier(request, dossier_id)
    content = give_pdf(by=request.user, dossier=dossier)
    return _named(HttpResponse(content, content_type="application/pdf"), dossier, "pdf")


@signed_in
@require_safe
def package(request: HttpRequest, dossier_id: UUID) -> HttpResponseBase:
    """The same with the papers, streamed."""
    dossier = _dossier(request, dossier_id)
    parts: Iterator[bytes] = give_archive(by=request.user, dossier=dossier) if request.method == "GET" else iter(())
    return _named(StreamingHttpResponse(parts, content_type="application/zip"), dossier, "zip")


def _dossier(request: HttpRequest, dossier_id: UUID) -> Dossier:
    return get_object_or_404(Dossier.objects.visible_to(request.user).with_names(), pk=dossier_id)


def _named(response: HttpResponseBase, dossier: Dossier, suffix: str) -> HttpResponseBase:
    """By its key: the number of a dossier stays out of names that a browser lists."""
    response["Content-Disposition"] = content_disposition_header(True, f"dossier-{dossier.pk}.{suffix}")
    return protect(response)
