"""What organizations' systems put and read of their dossiers, under `/api/v1/` (`portal.api`)."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router

from portal.api.bearer import ApiRequest, Bearer
from portal.api.models import ApiToken
from portal.api.problems import Refusal
from portal.api.repeating import Key, once
from portal.api.requests import only, rows_refused, undone
from portal.client_numbers.models import ClientNumber, pattern_of
from portal.clock import today
from portal.documents.models import Document, context_of
from portal.documents.store import path_of
from portal.documents.uploads import SealedUpload
from portal.dossiers.models import DossierDecision
from portal.foundation.crypto.streams import CHUNK, unsealed_chunks
from portal.foundation.formats.cells import Problem
from portal.imported_dossiers.actions import receive, types_of
from portal.imported_dossiers.contents import Put, note_opening, opened, put_document
from portal.imported_dossiers.models import DossierContent, ImportedDossier
from portal.imported_dossiers.received import DossiersReceived, RowsRefused
from portal.imported_dossiers.rows import LONGEST_NUMBER, DossierRow, check
from portal.imported_dossiers.schemas import (
    DocumentsOut,
    DossierIn,
    DossierOut,
    DossierResultOut,
    DossierResultsOut,
    DossiersIn,
    DossiersOut,
    NumberedDossierIn,
    PutOut,
    TypeOut,
)

READ, WRITE = "dossiers:read", "dossiers:write"
LONGEST_REFERENCE = 80
PAGED, DRY = ("after", "limit"), ("dry_run",)
"""Parameters of an address."""
_IN_A_PATH = r"^[^/\s\x00-\x1f]+$"

router = Router()
ONE = "/dossiers/{number}"
_EXTENDED = re.compile(r"\s*attachment\s*;.*?filename\*=UTF-8''(?P<name>[^\s;]+)", re.IGNORECASE)
_PLAIN = re.compile(r'\s*attachment\s*;.*?filename=("?)(?P<name>[ !#-:<-\[\]-~]+)\1\s*(;|$)', re.IGNORECASE)
"""The name of a file in `Content-Disposition`: with accents; in ASCII."""
Number = Path(..., min_length=1, max_length=LONGEST_NUMBER, pattern=_IN_A_PATH)
Reference = Path(..., min_length=1, max_length=LONGEST_REFERENCE, pattern=_IN_A_PATH)
After = Query("", max_length=80, pattern=r"^[^\x00]*$", description="What `next` of the former page gave.")
Limit = Query(100, ge=1, le=200)
DryRun = Query(False, description="Say what would come of it, and write nothing.")


@router.get("/dossier-types", auth=Bearer(READ, WRITE), response=list[TypeOut], summary="Your types of dossiers")
def list_dossier_types(request: ApiRequest) -> list[dict[str, Any]]:
    only(request)
    return [
        {
            "code": one.code,
            "title_fr": one.title_fr,
            "published": one.is_published,
            "promised_days": one.promised_days,
            "stages": [
                {"code": stage.code, "name_fr": stage.name_fr, "awaits": stage.awaits} for stage in one.all_stages
            ],
            "reasons": [{"code": kept["code"], "outcome": kept["outcome"]} for kept in one.reasons],
            "remedies": [{"code": remedy.code} for remedy in one.all_remedies],
        }
        for one in types_of(organization=request.auth.organization).values()
    ]


@router.get("/dossiers", auth=Bearer(READ), response=DossiersOut, summary="The dossiers that you put, by number")
def list_dossiers(request: ApiRequest, after: str = After, limit: int = Limit) -> dict[str, Any]:
    only(request, PAGED)
    mine = ImportedDossier.objects.filter(organization=request.auth.organization, number__gt=after)
    rows = list(_with_dossier(mine).order_by("number")[: limit + 1])
    shown, more = rows[:limit], rows[limit:]
    decisions, linked = _decisions(shown), _linked(shown)
    return {
        "dossiers": [_shown(one, decisions, linked) for one in shown],
        "next": shown[-1].number if more else "",
    }


@router.get(ONE, auth=Bearer(READ), response=DossierOut, summary="Where one dossier is")
def read_dossier(request: ApiRequest, number: str = Number) -> dict[str, Any]:
    only(request)
    mine = ImportedDossier.objects.filter(organization=request.auth.organization, number=number)
    imported = _with_dossier(mine).first()
    if imported is None:
        raise Refusal(404, _("Aucun dossier de votre organisme n’a ce numéro."))
    return _shown(imported, _decisions([imported]), _linked([imported]))


@router.put(ONE, auth=Bearer(WRITE), response=DossierResultOut, summary="Open a dossier, or bring it to where it is")
def put_dossier(
    request: ApiRequest,
    content: DossierIn,
    number: str = Number,
    dry_run: bool = DryRun,
    idempotency_key: str | None = Key,
) -> dict[str, Any]:
    only(request, DRY)
    row = NumberedDossierIn(number=number, **content.dict())
    if dry_run:
        return undone(lambda: _receive(request.auth, [row])[0])
    return once(request, idempotency_key, lambda: _receive(request.auth, [row])[0])


@router.post("/dossiers", auth=Bearer(WRITE), response=DossierResultsOut, summary="Up to two hundred dossiers at once")
def put_dossiers(
    request: ApiRequest, content: DossiersIn, dry_run: bool = DryRun, idempotency_key: str | None = Key
) -> dict[str, Any]:
    only(request, DRY)
    if dry_run:
        return undone(lambda: {"results": _receive(request.auth, content.dossiers)})
    return once(request, idempotency_key, lambda: {"results": _receive(request.auth, content.dossiers)})


@router.put(
    ONE + "/documents/{reference}",
    auth=Bearer(WRITE),
    response=PutOut,
    summary="Give the person a document: its bytes are the body",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        "parameters": [
            {
                "name": "Content-Disposition",
                "in": "header",
                "required": True,
                "description": "attachment; filename*=UTF-8''avis%20de%20d%C3%A9cision.pdf, or filename=\"avis.pdf\"",
                "schema": {
                    "type": "string",
                    "pattern": r"""^attachment; (filename\*=UTF-8''[A-Za-z0-9._~%-]+|filename="[A-Za-z0-9._~-]+")$""",
                },
            }
        ],
    },
)
def put_dossier_document(request: ApiRequest, number: str = Number, reference: str = Reference) -> dict[str, Any]:
    only(request)
    if request.content_type != "application/octet-stream":
        raise Refusal(415, _("Envoyez le fichier lui-même\u00a0: Content-Type: application/octet-stream."))
    imported = opened(request.auth.organization, number)
    upload = _sealed(request)
    try:
        return put_out(reference, put_document(imported=imported, reference=reference, upload=upload, by=None))
    finally:
        upload.close()


@router.get(
    ONE + "/documents", auth=Bearer(READ), response=DocumentsOut, summary="The documents of a dossier, yours and theirs"
)
def list_dossier_documents(
    request: ApiRequest, number: str = Number, after: str = After, limit: int = Limit
) -> dict[str, Any]:
    only(request, PAGED)
    imported = opened(request.auth.organization, number)
    mine = Document.objects.filter(dossier=imported.dossier)
    rows, following = listed(imported, mine, after=after, limit=limit)
    return {"documents": [_document(one, reference) for one, reference in rows], "next": following}


@router.get(
    ONE + "/documents/{document_id}/content",
    auth=Bearer(READ),
    summary="The bytes of a document that was checked",
    response={200: None},
)
def read_dossier_document(request: ApiRequest, document_id: UUID, number: str = Number) -> StreamingHttpResponse:
    only(request)
    imported = opened(request.auth.organization, number)
    mine = Document.objects.available().filter(dossier=imported.dossier, pk=document_id)
    document = mine.select_related("citizen").first()
    if document is None:
        raise Refusal(404, _("Aucun document disponible de ce dossier n’a cet identifiant."))
    note_opening(document=document, imported=imported, by=None)
    place = context_of(document.pk, document.storage_key)
    return StreamingHttpResponse(
        unsealed_chunks(path_of(document.storage_key), context=place), content_type="application/octet-stream"
    )


def _sealed(request: HttpRequest) -> SealedUpload:
    """The body, sealed while it arrives; past the limit it is counted and dropped."""
    upload = SealedUpload(_name_in(request.headers.get("Content-Disposition", "")))
    while chunk := request.read(CHUNK):
        upload.feed(chunk)
        if upload.problem:
            break
    upload.complete()
    return upload


def _name_in(header: str) -> str:
    """The name of a file, as RFC 6266 says it: `filename*` first, or a plain one in ASCII. Raises Refusal (422)."""
    found = _EXTENDED.match(header) or _PLAIN.match(header)
    if found is None:
        raise Refusal(
            422,
            _(
                'Donnez le nom du fichier\u00a0: Content-Disposition: attachment; filename="nom.pdf"; avec des '
                "accents, attachment; filename*=UTF-8''nom.pdf"
            ),
        )
    return unquote(found["name"], errors="replace") if found.re is _EXTENDED else found["name"]


def _receive(token: ApiToken, content: Sequence[NumberedDossierIn]) -> list[dict[str, Any]]:
    """All or nothing. Raises Refusal (409, 422) with every problem of every row."""
    rows = _checked(token, content)
    try:
        received = receive(organization=token.organization, rows=rows, by=None)
    except RowsRefused as error:
        wrong = [(number, problem) for number, problems in error.problems.items() for problem in problems]
        raise rows_refused(wrong, status=409 if error.is_conflict else 422) from error
    return _results(received)


def _checked(token: ApiToken, content: Sequence[NumberedDossierIn]) -> list[DossierRow]:
    types, numbers = types_of(organization=token.organization), pattern_of(token.organization_id)
    rows: list[DossierRow] = []
    wrong: list[tuple[str, Problem]] = []
    seen: set[str] = set()
    for one in content:
        row, problems = check(_as_row(one), types, today(), numbers)
        if one.number in seen:
            words = gettext("Ce numéro est déjà plus haut dans cet envoi\u00a0: un dossier, une seule ligne.")
            problems = [*problems, Problem("number", words)]
        seen.add(one.number)
        wrong += [(one.number, problem) for problem in problems]
        if row:
            rows.append(row)
    if wrong:
        raise rows_refused(wrong)
    return rows


def _as_row(content: NumberedDossierIn) -> dict[str, Any]:
    """As a file's row would say it."""
    row = content.dict(exclude={"decision"})
    return row | (content.decision.dict() if content.decision else {})


def _results(received: DossiersReceived) -> list[dict[str, Any]]:
    return [
        {"number": number, "result": result, "matched": number not in received.unmatched}
        for number, result in received.results.items()
    ]


def put_out(reference: str, put: Put) -> dict[str, Any]:
    return {"reference": reference, "result": "created" if put.is_new else "unchanged", "id": str(put.subject_id)}


def _with_dossier(mine: Any) -> Any:
    return mine.select_related("dossier_type", "dossier__citizen", "dossier__dossier_type")


def _decisions(rows: Sequence[ImportedDossier]) -> dict[Any, DossierDecision]:
    held = DossierDecision.objects.in_force().filter(dossier__in=[one.dossier_id for one in rows if one.dossier_id])
    return {one.dossier_id: one for one in held}


def _linked(rows: Sequence[ImportedDossier]) -> dict[str, Any]:
    """digest → whose number it is now."""
    digests = [one.digest for one in rows]
    return ClientNumber.objects.citizens_of(rows[0].organization_id, digests) if rows else {}


def _shown(imported: ImportedDossier, decisions: dict[Any, DossierDecision], linked: dict[str, Any]) -> dict[str, Any]:
    dossier, decision = imported.dossier, decisions.get(imported.dossier_id)
    shown: dict[str, Any] = {
        "number": imported.number,
        "dossier_type": imported.dossier_type.code,
        "matched": imported.citizen_id is not None and linked.get(imported.digest) == imported.citizen_id,
        "state": imported.state,
        "stage": imported.stage,
        "awaits": None,
        "promised_on": imported.promised_on,
        "late": False,
        "opened_at": None,
        "moved_at": None,
        "closed_at": None,
        "revision": None,
        "decision": None,
    }
    if dossier is not None:
        names = ("state", "stage", "awaits", "promised_on", "opened_at", "moved_at", "closed_at", "revision")
        shown |= {name: getattr(dossier, name) for name in names} | {"late": dossier.is_late}
    if decision is not None:
        decided = ("outcome", "reason", "decided_at", "contest_until")
        shown["decision"] = {name: getattr(decision, name) for name in decided}
    return shown


def _document(document: Document, reference: str) -> dict[str, Any]:
    return {
        "id": str(document.pk),
        "reference": reference,
        "name": document.name,
        "origin": document.origin,
        "content_type": document.content_type,
        "size": document.size,
        "sha256": document.received_sha256,
        "state": document.state,
        "received_at": document.received_at,
    }


def listed(
    imported: ImportedDossier, rows: QuerySet[Any], *, after: str, limit: int
) -> tuple[list[tuple[Any, str]], str]:
    """Return the rows of a dossier that follow a cursor, each with the reference of the system, and the next cursor;
    "" for either that is not."""
    rows = rows.order_by("pk")
    found = list((rows.filter(pk__gt=_cursor_of(after)) if after else rows)[: limit + 1])
    shown, more = found[:limit], found[limit:]
    known = DossierContent.objects.filter(imported_dossier=imported, subject_type=rows.model._meta.label_lower)
    references = dict(known.filter(subject_id__in=[one.pk for one in shown]).values_list("subject_id", "reference"))
    return [(one, references.get(one.pk, "")) for one in shown], str(shown[-1].pk) if more else ""


def _cursor_of(text: str) -> UUID:
    """The identifier that `next` gave. Raises Refusal (422)."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Refusal(422, _("«\u00a0after\u00a0» est ce que «\u00a0next\u00a0» a donné.")) from error
