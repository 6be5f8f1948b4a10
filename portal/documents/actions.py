"""What is done with documents: receive, issue, open."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.visibility import visibility_of
from portal.audit import sentences
from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.celery import app as celery_app
from portal.documents import pending
from portal.documents.erasing import erase
from portal.documents.limits import PERSON_BYTES
from portal.documents.models import Document
from portal.documents.uploads import SealedUpload
from portal.notices.actions import announce
from portal.people.models import User

if TYPE_CHECKING:
    from portal.dossiers.models import Dossier
    from portal.organizations.models import Team
    from portal.people.models import Citizen

sentences.register(
    {
        "document.received": _("a déposé un document"),
        "document.accepted": _("a reçu un fichier et l’a rendu disponible"),
        "document.refused": _("a vérifié un document et l’a refusé"),
        "document.described": _("a dit ce qu’est un document"),
        "document.discarded": _("a retiré un document gardé dans son espace"),
        "document.opened": _("a téléchargé un document"),
        "document.damaged": _("n’a pas pu ouvrir un document abîmé"),
    }
)

DESCRIBED = ("document_type", "issued_on", "expires_on")
_UNSAID = {"type_said_at": None, "type_said_by": None}
SCREEN_TASK = "portal.screen_document"
RESUMED = dt.timedelta(hours=1)
"""What follows a part already told is the same download, cut and taken up again."""


class UploadRefused(Exception):
    """The upload carries a problem (`code`, see `refusals`): a form should have said so."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotDescribable(Exception):
    """The checks refused this document: there is nothing left to describe."""


@transaction.atomic
def receive(
    *,
    by: User | None,
    citizen: "Citizen",
    upload: SealedUpload,
    team: "Team | None" = None,
    dossier: "Dossier | None" = None,
    origin: str = Document.Origin.CITIZEN,
    came_on: dt.date | None = None,
) -> Document:
    """Keep a sealed upload, to be screened at once. Nobody can open it before its verdict. Raises UploadRefused.

    `came_on`: the day of a paper that came by post or at the counter."""
    if upload.refused_because:
        raise UploadRefused(upload.refused_because)
    document = Document.objects.create(
        pk=upload.document_id,
        citizen=citizen,
        dossier=dossier,
        team=team,
        origin=origin,
        by=by,
        came_on=came_on,
        name=upload.name,
        content_type=upload.good_kind.value,
        size=upload.size,
        received_size=upload.size,
        received_sha256=upload.sha256,
        storage_key=upload.key,
    )
    record(
        "document.received",
        by=by,
        subject=document,
        citizen=citizen,
        organization=team.organization if team else None,
        detail={"sha256": upload.sha256, "size": upload.size},
    )
    upload.keep()
    pending.given(upload=upload)
    # Not a partial: when a robust call fails, Django logs its name, and a partial has none.
    transaction.on_commit(lambda: _ring(document.pk), robust=True)
    return document


@transaction.atomic
def issue(
    *, by: User | None, citizen: "Citizen", upload: SealedUpload, team: "Team", dossier: "Dossier | None" = None
) -> Document:
    """A document that an organization gives to a citizen, outside any conversation: the citizen is told."""
    document = receive(by=by, citizen=citizen, upload=upload, team=team, dossier=dossier, origin=Document.Origin.AGENT)
    announce(kind="document", citizen=citizen, subject=document, organization=team.organization, by=by)
    return document


@transaction.atomic
def deposit(*, by: User, citizen: "Citizen", upload: SealedUpload, words: Mapping[str, Any]) -> Document:
    """A document that a person keeps here for the day it is asked: no organization sees it.

    The same bytes twice (a double click) are one document. Raises UploadRefused.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    kept = Document.objects.kept_alone().exclude(state=Document.State.REFUSED)
    earlier = kept.filter(citizen=citizen, received_sha256=upload.sha256).first()
    return describe(by=by, document=earlier or receive(by=by, citizen=citizen, upload=upload), words=words)


@transaction.atomic
def discard(*, by: User, document: Document) -> None:
    """Erase a document that a person keeps here, row and bytes. Raises BeingChecked while a worker reads it."""
    alone = Document.objects.kept_alone().select_for_update(of=("self",)).select_related("citizen")
    held = alone.filter(pk=document.pk).first()
    if held is None:
        return  # discarded meanwhile
    record("document.discarded", by=by, subject=held, citizen=held.citizen)
    erase(held)


@transaction.atomic
def discard_all(*, citizen: "Citizen", by: User) -> None:
    """Erase all that a person keeps here for themselves. Raises BeingChecked."""
    for document in Document.objects.kept_alone().filter(citizen=citizen).order_by("pk"):
        discard(by=by, document=document)


@transaction.atomic
def describe(*, by: User | None, document: Document, words: Mapping[str, Any]) -> Document:
    """Say what a document is. `words`: some of `DESCRIBED`; a `document_type` of None takes back what was said.

    Said twice it is told once. Raises NotDescribable.
    """
    rows = Document.objects.select_for_update(of=("self",)).select_related("citizen", "team__organization")
    held = rows.get(pk=document.pk)
    new = {name: words[name] for name in DESCRIBED if name in words and getattr(held, name) != words[name]}
    if any(new.values()) and held.state == Document.State.REFUSED:
        raise NotDescribable
    if "document_type" in new:
        new |= {"type_said_at": clock.now(), "type_said_by": by} if new["document_type"] else _UNSAID
    if new:
        for name, value in new.items():
            setattr(held, name, value)
        held.save(update_fields=list(new))
        organization = held.team.organization if held.team else None
        record("document.described", by=by, subject=held, citizen=held.citizen, organization=organization)
    return held


@transaction.atomic
def mark_opened(*, by: User, document: Document) -> None:
    """Journal that somebody takes the bytes; the first time that the other party does is kept on the document."""
    team = document.team
    record(
        "document.opened",
        by=by,
        subject=document,
        citizen=document.citizen,
        organization=team.organization if team else None,
    )
    keep_first_reading(documents=[document], by=by)


@transaction.atomic
def mark_opened_without_account(*, document: Document, detail: Mapping[str, Any]) -> None:
    """The same for the person to whom an organization gave it, through a page that no account opens. `detail`: what
    opened that page, in ids and codes."""
    organization = document.team.organization if document.team else None
    record(
        "document.opened",
        by=None,
        subject=document,
        citizen=document.citizen,
        organization=organization,
        detail={**detail},
    )
    unread = Document.objects.filter(pk=document.pk, origin=Document.Origin.AGENT, first_read_at=None)
    unread.update(first_read_at=clock.now())


def keep_first_reading(*, documents: Sequence[Document], by: User | None) -> None:
    """Keep on each document that the other party than its sender takes its bytes, unless it did before. The journal row
    is that of the action that gives them. `by` is None for a system of the organization."""
    theirs = [one.pk for one in documents if _is_other_party(one, by)]
    if theirs:
        unread = Document.objects.filter(pk__in=theirs, first_read_at=None)
        unread.update(first_read_at=clock.now(), first_read_by=by)


def _is_other_party(document: Document, by: User | None) -> bool:
    is_from_citizen = document.origin == Document.Origin.CITIZEN
    if by is None:
        return is_from_citizen
    visibility = visibility_of(by)
    return document.team_id in visibility.team_ids if is_from_citizen else document.citizen_id in visibility.reached_ids


def note_damage(*, by: User | None, document: Document) -> None:
    """A stored file did not open, on a disk and with keys that are ours: told to the operation until it does again."""
    with transaction.atomic():
        record("document.damaged", by=by, subject=document, citizen=document.citizen)
        Document.objects.available().filter(pk=document.pk, damaged_at=None).update(damaged_at=clock.now())


def is_resumed(*, by: User, document: Document) -> bool:
    """The journal told less than an hour ago that this account takes these bytes."""
    recent = AuditEvent.objects.filter(citizen_id=document.citizen_id, at__gte=clock.now() - RESUMED)
    return recent.filter(verb="document.opened", by_id=by.pk, subject_id=str(document.pk)).exists()


def has_room(*, citizen: "Citizen", more: int) -> bool:
    """Do `more` bytes fit in what one person may deposit here (1 GB)? What organizations give is not counted."""
    deposited = Document.objects.filter(citizen=citizen).deposited()
    return deposited.bytes_kept() + more <= PERSON_BYTES


def _ring(document_id: uuid.UUID) -> None:
    """Wake a worker; when the broker is away the sweep finds the row."""
    celery_app.send_task(SCREEN_TASK, [str(document_id)], retry=False)
