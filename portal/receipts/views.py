"""Letters, as attachments."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from portal.access.policies import signed_in
from portal.documents.attachments import protect
from portal.documents.models import Document
from portal.receipts.actions import give_receipt


@signed_in
@require_safe
def receipt(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The receipt of a deposit, for those who see the document. What an organization gives has none."""
    deposits = Document.objects.visible_to(request.user).deposited()
    document = get_object_or_404(deposits.select_related("citizen", "by", "team__organization"), pk=document_id)
    response = HttpResponse(give_receipt(by=request.user, document=document), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"recu-{document.pk}.pdf")
    return protect(response)
