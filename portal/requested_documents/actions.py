"""What is done with a requested document: ask, give, take back, file, accept, refuse, cancel."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.visibility import visibility_of
from portal.audit import sentences
from portal.audit.actions import record
from portal.documents import after_refusal
from portal.documents.actions import describe, receive
from portal.documents.erasing import erase
from portal.documents.models import Document
from portal.dossiers import endings, telling
from portal.notices.actions import announce
from portal.people.models import User
from portal.requested_documents.models import GivenDocument, RequestedDocument
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects
from portal.work_items.actions import close_items, open_item

if TYPE_CHECKING:
    from portal.document_types.models import DocumentType
    from portal.documents.uploads import SealedUpload
    from portal.dossiers.models import Dossier
    from portal.organizations.models import Team
    from portal.people.models import Citizen

GIVE = "requests.give"
EXAMINE = "requests.examine"
State = RequestedDocument.State

sentences.register(
    {
        "request.asked": _("a demandé une pièce"),
        "request.specified": _("a précisé le genre d’une pièce demandée"),
        "request.read": _("a consulté une pièce demandée"),
        "request.given": _("a envoyé une pièce demandée"),
        "request.taken_back": _("a retiré un fichier d’une pièce demandée"),
        "request.filed": _("a classé une pièce reçue sur papier"),
        "request.accepted": _("a accepté une pièce demandée"),
        "request.refused": _("a refusé une pièce demandée"),
        "request.cancelled": _("a cessé de demander une pièce"),
    }
)
work_sentences.register({GIVE: _("Envoyer une pièce demandée"), EXAMINE: _("Examiner une pièce reçue")})
subjects.register(
    "requested_documents.requesteddocument",
    citizen="requested_documents:show",
    agent="admin:requested_documents_requesteddocument_change",
    titles=RequestedDocument.objects.titles,
)


class NotAwaited(Exception):
    """The requested document is not (any more) in a state where this can be done: somebody was there first."""


class SentAgain(Exception):
    """A file was sent or taken back since somebody examined the others."""


class AlreadyOpened(Exception):
    """Somebody of the team opened this file: it is theirs to examine now."""


@transaction.atomic
def ask(
    *,
    by: User | None,
    citizen: "Citizen",
    team: "Team",
    label: str,
    due_on: dt.date,
    reason: str = "",
    dossier: "Dossier | None" = None,
    about: models.Model | None = None,
) -> RequestedDocument:
    """Ask a citizen for a document by the end of `due_on` in their zone. They are told, and it is on their «À faire».

    Asked again in the same place while it is awaited, it is one request (a double click, two agents at once). `by` is
    None for a system of the organization, whose requests differ by its own references.
    """
    place = (
        {"subject_type": about._meta.label_lower, "subject_id": about.pk}
        if about
        else {"subject_type": "", "subject_id": None}
    )
    if by is not None:
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
    for earlier in RequestedDocument.objects.awaited().filter(citizen=citizen, team=team, dossier=dossier, **place):
        if earlier.label == label:  # sealed: PostgreSQL cannot compare it
            return earlier
    request = RequestedDocument.objects.create(
        citizen=citizen, team=team, dossier=dossier, label=label, reason=reason, due_on=due_on, asked_by=by, **place
    )
    _expect_document(request, by=by)
    _journal("request.asked", request, by=by)
    return request


@transaction.atomic
def specify(*, by: User | None, request: RequestedDocument, document_type: "DocumentType | None") -> RequestedDocument:
    """Say of what type the requested document is, besides its label: what is given for it takes that kind."""
    request = _locked(request)
    if request.document_type != document_type:
        request.document_type = document_type
        request.save(update_fields=["document_type"])
        _journal("request.specified", request, by=by)
    return request


@transaction.atomic
def give(
    *,
    by: User,
    request: RequestedDocument,
    uploads: "Sequence[SealedUpload]",
    document_type: "DocumentType | None" = None,
) -> RequestedDocument:
    """The citizen's side sends the requested document, in one file or several; the team has to look at it. More may be
    sent until it answers. Raises NotAwaited, also when nothing of it is new (a double click); UploadRefused.

    `document_type`: what the citizen says it is, when the team did not.
    """
    request = _take(request, uploads, by=by, at=clock.now(), document_type=document_type)
    _journal("request.given", request, by=by)
    return request


@transaction.atomic
def take_back(*, by: User, request: RequestedDocument, document: Document) -> RequestedDocument:
    """Erase a file that was sent for it, row and bytes, while nobody of the organization opened it. Without any other,
    the request is as before it was answered; it ends in a dossier that closed meanwhile. Raises AlreadyOpened,
    NotAwaited, BeingChecked.
    """
    request = _locked_with_files(request)
    held = next((one for one in request.documents if one.pk == document.pk), None)
    if held is None or request.state != State.GIVEN:
        raise NotAwaited
    if held.first_read_at:
        raise AlreadyOpened
    GivenDocument.objects.filter(document=held).delete()
    erase(held)
    request = _locked(request)
    if not request.documents:
        request.state, request.given_at, request.given_by = State.MISSING, None, None
        request.save(update_fields=["state", "given_at", "given_by"])
    _journal("request.taken_back", request, by=by)
    if request.awaits_citizen and request.dossier and not request.dossier.is_open:
        _settle(request, State.CANCELLED, by=by)
        return request
    if not request.has_good_file:
        close_items(subject=request, kind=EXAMINE, by=by)
    if request.awaits_citizen:
        _open_task(request, by=by)
    else:
        close_items(subject=request, kind=GIVE, by=by)
    return request


@transaction.atomic
def file_paper(
    *, by: User, request: RequestedDocument, uploads: "Sequence[SealedUpload]", came_on: dt.date
) -> RequestedDocument:
    """An agent files what came by post or at the counter on `came_on`, which counts as the day it was given.

    Raises PermissionDenied for another team's, NotAwaited, UploadRefused.
    """
    if request.team_id not in visibility_of(by).team_ids:
        raise PermissionDenied
    at = min(clock.now(), clock.end_of_day(came_on, request.citizen.time_zone))
    request = _take(request, uploads, by=by, at=at, came_on=came_on)
    _journal("request.filed", request, by=by)
    return request


@transaction.atomic
def accept(
    *,
    by: User | None,
    request: RequestedDocument,
    document_type: "DocumentType | None" = None,
    examined: Collection[UUID] | None = None,
) -> RequestedDocument:
    """The document is what was asked, of a `document_type` if the agent says one. Raises NotAwaited, also while one of
    its files is being checked; SentAgain when its files are not those that were `examined`."""
    request = _locked_with_files(request)
    if not request.can_be_examined:
        raise NotAwaited
    _require_examined(request, examined)
    if document_type:
        for document in request.documents:
            if document.is_available:
                describe(by=by, document=document, words={"document_type": document_type})
    _settle(request, State.ACCEPTED, by=by)
    _journal("request.accepted", request, by=by)
    return request


@transaction.atomic
def refuse(
    *, by: User | None, request: RequestedDocument, because: str, examined: Collection[UUID] | None = None
) -> RequestedDocument:
    """The requested document is not what was asked: the citizen reads why, and may send another. Raises NotAwaited;
    SentAgain when its files are not those that were `examined`.

    What was said of the document is taken back: it must not be recognised as one that the person has.
    """
    request = _locked_with_files(request)
    if not request.documents or request.state != State.GIVEN:
        raise NotAwaited
    _require_examined(request, examined)
    for document in request.documents:
        describe(by=by, document=document, words={"document_type": None})
    _settle(request, State.REFUSED, by=by, because=because)
    _expect_document(request, by=by)
    _journal("request.refused", request, by=by)
    return request


@transaction.atomic
def cancel(*, by: User | None, request: RequestedDocument) -> RequestedDocument:
    """The requested document is no longer needed: nobody has anything to do. Raises NotAwaited."""
    request = _locked(request)
    if not request.awaits_citizen:
        raise NotAwaited
    _settle(request, State.CANCELLED, by=by)
    _journal("request.cancelled", request, by=by)
    return request


@transaction.atomic
def end_with(*, dossier: "Dossier", by: User | None) -> None:
    """Stop to ask what is still to be sent in a dossier that closes; what was sent stays to be examined."""
    awaited = RequestedDocument.objects.awaited().filter(dossier=dossier).order_by("pk")
    for held in awaited:
        request = _locked(held)
        if request.awaits_citizen:
            _settle(request, State.CANCELLED, by=by)
            _journal("request.cancelled", request, by=by)


endings.register(end_with)


@transaction.atomic
def await_another(*, document: Document) -> None:
    """The checks refused a file that was sent: the citizen has it to send again and is notified; the team has nothing
    to examine when that was all. The refusal of the document, in the same transaction, is its journal row."""
    for given in GivenDocument.objects.current().filter(document=document, request__state=State.GIVEN):
        request = _locked(given.request)
        if request.state == State.GIVEN and document in request.documents:
            if not request.has_good_file:
                close_items(subject=request, kind=EXAMINE, by=None)
            _expect_document(request, by=None)


after_refusal.register(await_another)


def _require_examined(request: RequestedDocument, examined: Collection[UUID] | None) -> None:
    if examined is not None and {one.pk for one in request.documents} != set(examined):
        raise SentAgain


def _locked_with_files(request: RequestedDocument) -> RequestedDocument:
    """The files first, as their checks hold them when they come to the request: they wait for each other in one
    order."""
    files = Document.objects.select_for_update(of=("self",)).filter(given_for__request=request.pk)
    list(files.order_by("pk"))
    return _locked(request)


def _locked(request: RequestedDocument) -> RequestedDocument:
    """The row as it is now, held until the end of the transaction: two clicks wait for each other.

    Its details are read after the wait: joined to the statement that waited, they would be those of before it."""
    RequestedDocument.objects.select_for_update().get(pk=request.pk)
    return RequestedDocument.objects.with_details().get(pk=request.pk)


def _take(
    request: RequestedDocument,
    uploads: "Sequence[SealedUpload]",
    *,
    by: User,
    at: dt.datetime,
    document_type: "DocumentType | None" = None,
    came_on: dt.date | None = None,
) -> RequestedDocument:
    """It is here since `at`, and the team has to look at it. Raises NotAwaited, UploadRefused."""
    request = _locked_with_files(request)
    if not request.takes_files:
        raise NotAwaited
    _set_aside(request)
    good = [one for one in request.documents if request.state == State.GIVEN and one.state != Document.State.REFUSED]
    here = {one.received_sha256 for one in good}
    new = {upload.sha256: upload for upload in uploads if upload.sha256 not in here}
    if not new:
        raise NotAwaited
    kind = request.document_type or document_type
    for upload in new.values():
        about: dict[str, Any] = {"team": request.team, "dossier": request.dossier, "came_on": came_on}
        document = receive(by=by, citizen=request.citizen, upload=upload, **about)
        if kind:
            describe(by=by, document=document, words={"document_type": kind})
        GivenDocument.objects.create(request=request, document=document)
    request.state, request.because = State.GIVEN, None
    request.given_at, request.given_by = at, by
    request.settled_at = request.settled_by = None
    request.save(update_fields=["state", "because", "given_at", "given_by", "settled_at", "settled_by"])
    close_items(subject=request, kind=GIVE, by=by)
    open_item(kind=EXAMINE, subject=request, by=by, team=request.team)
    if request.dossier and not RequestedDocument.objects.awaited().filter(dossier=request.dossier).exists():
        close_items(subject=request.dossier, kind=telling.ANSWER, by=by)
    return _locked(request)


def _set_aside(request: RequestedDocument) -> None:
    """What was refused, by the team or by the checks: what comes now is in its place."""
    given = GivenDocument.objects.current().filter(request=request)
    if request.state == State.GIVEN:
        given = given.filter(document__state=Document.State.REFUSED)
    given.update(set_aside_at=clock.now())


def _settle(request: RequestedDocument, state: str, *, by: User | None, because: str | None = None) -> None:
    request.state, request.because = state, because
    request.settled_at, request.settled_by = clock.now(), by
    request.save(update_fields=["state", "because", "settled_at", "settled_by"])
    for kind in (GIVE, EXAMINE):
        close_items(subject=request, kind=kind, by=by)


def _expect_document(request: RequestedDocument, *, by: User | None) -> None:
    _open_task(request, by=by)
    organization = request.team.organization
    announce(kind="request", citizen=request.citizen, subject=request, organization=organization, by=by)


def _open_task(request: RequestedDocument, *, by: User | None) -> None:
    """On the «À faire» of the person, without a word: they know of it."""
    due_at = clock.end_of_day(request.due_on, request.citizen.time_zone)
    why = request.team.organization.name_fr
    open_item(kind=GIVE, subject=request, by=by, citizen=request.citizen, due_at=due_at, why=why)


def _journal(verb: str, request: RequestedDocument, *, by: User | None) -> None:
    record(verb, by=by, subject=request, citizen=request.citizen, organization=request.team.organization)
