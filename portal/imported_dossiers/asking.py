"""What organizations' systems ask the person to send in the dossiers that they put, under `/api/v1/` (`portal.api`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Router

from portal.api.bearer import ApiRequest, Bearer
from portal.api.repeating import Key, once
from portal.api.requests import only, rows_refused, undone
from portal.document_types.models import DocumentType
from portal.dossier_types.stages import Awaits
from portal.foundation.formats.cells import Problem, Unfit, text_of
from portal.imported_dossiers.contents import opened, put_requested_document, settle
from portal.imported_dossiers.endpoints import (
    DRY,
    ONE,
    PAGED,
    READ,
    WRITE,
    After,
    DryRun,
    Limit,
    Number,
    Reference,
    listed,
    put_out,
)
from portal.imported_dossiers.schemas import (
    DocumentTypeOut,
    PutOut,
    RequestedDocumentIn,
    RequestedDocumentsOut,
    SettledIn,
    SettledOut,
)
from portal.requested_documents.models import RequestedDocument

ASKED = ONE + "/requested-documents"
router = Router()


@router.put(ASKED + "/{reference}", auth=Bearer(WRITE), response=PutOut, summary="Ask the person for a document")
def put_requested_dossier_document(
    request: ApiRequest,
    content: RequestedDocumentIn,
    number: str = Number,
    reference: str = Reference,
    dry_run: bool = DryRun,
    idempotency_key: str | None = Key,
) -> dict[str, Any]:
    only(request, DRY)
    imported = opened(request.auth.organization, number)
    asked = _checked(reference, content)

    def put() -> dict[str, Any]:
        return put_out(reference, put_requested_document(imported=imported, reference=reference, by=None, **asked))

    return undone(put) if dry_run else once(request, idempotency_key, put)


@router.put(
    ASKED + "/{reference}/state",
    auth=Bearer(WRITE),
    response=SettledOut,
    summary="Accept or refuse what the person sent, or ask no more",
)
def settle_requested_dossier_document(
    request: ApiRequest,
    content: SettledIn,
    number: str = Number,
    reference: str = Reference,
    dry_run: bool = DryRun,
    idempotency_key: str | None = Key,
) -> dict[str, Any]:
    only(request, DRY)
    imported = opened(request.auth.organization, number)
    because = content.because.replace("\x00", "").strip() if content.state == "refused" else ""
    if content.state == "refused" and not because:
        words = _("Dites à la personne ce qui ne va pas, pour qu’elle sache quoi envoyer.")
        raise rows_refused([(reference, Problem("because", str(words)))])

    def put() -> dict[str, Any]:
        given: dict[str, Any] = {"state": content.state, "documents": set(content.documents), "because": because}
        is_new = settle(imported=imported, reference=reference, by=None, **given)
        return {"reference": reference, "result": "changed" if is_new else "unchanged"}

    return undone(put) if dry_run else once(request, idempotency_key, put)


@router.get(ASKED, auth=Bearer(READ), response=RequestedDocumentsOut, summary="What was asked in a dossier")
def list_requested_dossier_documents(
    request: ApiRequest, number: str = Number, after: str = After, limit: int = Limit
) -> dict[str, Any]:
    only(request, PAGED)
    imported = opened(request.auth.organization, number)
    mine = RequestedDocument.objects.filter(dossier=imported.dossier).with_details()
    rows, following = listed(imported, mine, after=after, limit=limit)
    return {"requested_documents": [_shown(one, reference) for one, reference in rows], "next": following}


@router.get("/document-types", auth=Bearer(READ, WRITE), response=list[DocumentTypeOut], summary="The portal’s types")
def list_document_types(request: ApiRequest) -> list[dict[str, Any]]:
    only(request)
    return [{"code": one.code, "name_fr": one.name_fr} for one in DocumentType.objects.offered()]


def _checked(reference: str, content: RequestedDocumentIn) -> dict[str, Any]:
    """What the action is given. Raises Refusal (422)."""
    wrong = []
    label, document_type = "", None
    try:
        label = text_of(content.label)
    except Unfit as error:
        wrong.append(Problem("label", str(error)))
    if content.document_type:
        document_type = DocumentType.objects.offered().filter(code=content.document_type).first()
        if document_type is None:
            wrong.append(Problem("document_type", str(_("Aucun genre de papier du portail n’a ce code."))))
    if wrong:
        raise rows_refused((reference, one) for one in wrong)
    reason = content.reason.replace("\x00", "").replace("\r\n", "\n").strip()
    return {"label": label, "due_on": content.due_on, "reason": reason, "document_type": document_type}


def _shown(one: RequestedDocument, reference: str) -> dict[str, Any]:
    awaits = Awaits.PERSON if one.awaits_citizen else Awaits.TEAM if one.state == one.State.GIVEN else None
    names = ("label", "reason", "due_on", "state", "asked_at", "given_at", "settled_at")
    return {name: getattr(one, name) for name in names} | {
        "id": str(one.pk),
        "reference": reference,
        "document_type": one.document_type.code if one.document_type else "",
        "awaits": awaits,
        "because": one.because or "",
        "documents": [str(sent.pk) for sent in one.documents],
    }
