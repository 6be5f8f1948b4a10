"""What a system puts into a dossier, once for its own reference: a document, what it asks the person to send; apps
above add theirs."""

import datetime as dt
import json
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import locks
from portal.api.problems import Refusal
from portal.api.requests import rows_refused
from portal.audit.actions import record
from portal.client_numbers.models import ClientNumber
from portal.clock import today
from portal.document_types.models import DocumentType
from portal.documents.actions import issue, keep_first_reading
from portal.documents.models import Document
from portal.documents.refusals import sentence_of
from portal.documents.uploads import SealedUpload
from portal.dossiers.models import Dossier
from portal.foundation.crypto.indexing import keyed_digest
from portal.foundation.form_fields import FARTHEST
from portal.foundation.formats.cells import Problem
from portal.imported_dossiers.models import DossierContent, ImportedDossier
from portal.organizations.models import Organization
from portal.people.models import User
from portal.requested_documents import actions as requested_documents
from portal.requested_documents.models import RequestedDocument

State = RequestedDocument.State


class Put(NamedTuple):
    subject_id: UUID
    is_new: bool


def opened(organization: Organization, number: str) -> ImportedDossier:
    """The dossier that this organization put under this number, once its person is known. Raises Refusal (404, 409)."""
    mine = ImportedDossier.objects.filter(organization=organization, number=number)
    imported = mine.select_related("organization", "dossier__citizen", "dossier__organization", "dossier__team").first()
    if imported is None:
        raise Refusal(404, _("Aucun dossier de votre organisme n’a ce numéro."))
    if imported.dossier is None:
        raise Refusal(409, _("Personne n’a encore relié ce numéro de client\u00a0: ce dossier n’est pas ouvert."))
    return imported


@transaction.atomic
def put_once(
    imported: ImportedDossier,
    reference: str,
    content: str,
    make: Callable[[Dossier], models.Model],
    model: type[models.Model],
) -> Put:
    """Make what is put, or return what the same reference made. Raises Refusal (422) for another content under it, and
    (409) once the dossier is not, or not by its client number any more, that of the person to whom it was opened.

    `content`: what two sendings of the same have in common."""
    locks.wait_for_name(f"imported_dossier:{imported.pk}")
    dossier = _still_theirs(imported)
    digest = keyed_digest(content, context=f"dossier_content:{imported.pk}")
    place = {"subject_type": model._meta.label_lower, "reference": reference}
    known = DossierContent.objects.filter(imported_dossier=imported, **place).first()
    if known is not None:
        if known.digest != digest:
            raise Refusal(422, _("Cette référence est venue avec un autre contenu\u00a0: donnez la sienne à chacun."))
        return Put(known.subject_id, is_new=False)
    _require_number(imported)
    made = make(dossier)
    DossierContent.objects.create(imported_dossier=imported, subject_id=made.pk, digest=digest, **place)
    return Put(made.pk, is_new=True)


def _still_theirs(imported: ImportedDossier) -> Dossier:
    """The dossier of one that was read before; it stays so until the end of the transaction. Raises Refusal (409)."""
    held = ImportedDossier.objects.select_for_update(of=("self",)).filter(pk=imported.pk).first()
    if held is None or imported.dossier is None or held.dossier_id != imported.dossier_id:
        raise Refusal(409, _("Ce dossier n’est plus celui de cette personne\u00a0: lisez-le de nouveau."))
    return imported.dossier


def _require_number(imported: ImportedDossier) -> None:
    """Nothing comes to a person by a number that ended. Raises Refusal (409)."""
    linked = ClientNumber.objects.citizens_of(imported.organization_id, [imported.digest])
    if linked.get(imported.digest) != imported.citizen_id:
        words = _("Ce numéro de client n’est plus relié à la personne de ce dossier\u00a0: rien ne lui vient par lui.")
        raise Refusal(409, words)


def put_document(*, imported: ImportedDossier, reference: str, upload: SealedUpload, by: User | None) -> Put:
    """Give the person a document. Raises Refusal (413, 422)."""
    if upload.refused_because:
        status = 413 if upload.refused_because == "too_large" else 422
        raise Refusal(status, sentence_of(upload.refused_because))

    def make(dossier: Dossier) -> models.Model:
        return issue(by=by, citizen=dossier.citizen, upload=upload, team=dossier.team, dossier=dossier)

    return put_once(imported, reference, upload.sha256, make, Document)


def put_requested_document(
    *,
    imported: ImportedDossier,
    reference: str,
    label: str,
    due_on: dt.date,
    reason: str = "",
    document_type: DocumentType | None = None,
    by: User | None,
) -> Put:
    """Ask the person for a document. Raises Refusal (409) once the dossier is closed, (422) for a day that is over."""

    def make(dossier: Dossier) -> models.Model:
        if not dossier.is_open:
            raise Refusal(409, _("Ce dossier est terminé\u00a0: rouvrez-le avant d’y demander une pièce."))
        if due_on < today(dossier.citizen.time_zone):
            raise _of_column(reference, "due_on", _("Cette date est passée. Choisissez aujourd’hui ou plus tard."))
        if due_on > today() + FARTHEST:
            raise _of_column(reference, "due_on", _("Cette date est trop loin\u00a0: dix ans au plus."))
        request = requested_documents.ask(
            by=by,
            citizen=dossier.citizen,
            team=dossier.team,
            dossier=dossier,
            label=label,
            due_on=due_on,
            reason=reason,
        )
        return requested_documents.specify(by=by, request=request, document_type=document_type)

    content = json.dumps([label, due_on.isoformat(), reason, document_type.code if document_type else ""])
    return put_once(imported, reference, content, make, RequestedDocument)


@transaction.atomic
def settle(
    *, imported: ImportedDossier, reference: str, state: str, documents: set[UUID], because: str, by: User | None
) -> bool:
    """Accept or refuse the documents that the system examined, all that were sent; or ask no more. Return whether
    anything changed.

    Raises Refusal (404) for a reference under which nothing was asked, (409) when it is not so any more."""
    locks.wait_for_name(f"imported_dossier:{imported.pk}")
    dossier = _still_theirs(imported)
    kept = imported.contents.filter(subject_type=RequestedDocument._meta.label_lower, reference=reference)
    mine = RequestedDocument.objects.filter(pk__in=kept.values("subject_id"), dossier=dossier)
    request = mine.with_details().first()
    if request is None:
        raise Refusal(404, _("Aucune pièce n’a été demandée sous cette référence dans ce dossier."))
    is_same = state == State.CANCELLED or {one.pk for one in request.documents} == documents
    if is_same and (request.state, request.because or "") == (state, because):
        return False
    _require_number(imported)
    try:
        if state == State.ACCEPTED:
            requested_documents.accept(by=by, request=request, examined=documents)
        elif state == State.REFUSED:
            requested_documents.refuse(by=by, request=request, because=because, examined=documents)
        else:
            requested_documents.cancel(by=by, request=request)
    except requested_documents.SentAgain as error:
        words = _("Un autre document a été envoyé ou retiré depuis\u00a0: lisez la demande de nouveau.")
        raise Refusal(409, words) from error
    except requested_documents.NotAwaited as error:
        words = _("L’état de cette pièce ne le permet pas, ou plus\u00a0: lisez la demande de nouveau.")
        raise Refusal(409, words) from error
    return True


def _of_column(reference: str, column: str, words: str | Promise) -> Refusal:
    return rows_refused([(reference, Problem(column, str(words)))])


def note_opening(*, document: Document, imported: ImportedDossier, by: User | None) -> None:
    """Journal that a system of the organization takes the bytes of a document."""
    keep_first_reading(documents=[document], by=by)
    record("document.opened", by=by, subject=document, citizen=document.citizen, organization=imported.organization)
