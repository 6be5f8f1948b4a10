"""What is done with documents: receive, issue, open."""

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.reach import reach_of
from portal.audit import sentences
from portal.audit.actions import record
from portal.celery import app as celery_app
from portal.documents.limits import PERSON_BYTES
from portal.documents.models import Document
from portal.documents.uploads import SealedUpload
from portal.notices.actions import announce

if TYPE_CHECKING:
    from portal.dossiers.models import Dossier
    from portal.organizations.models import Team
    from portal.people.models import Citizen, User

sentences.register(
    {
        "document.received": _("a déposé un document"),
        "document.accepted": _("a vérifié un document et l’a accepté"),
        "document.refused": _("a vérifié un document et l’a refusé"),
        "document.opened": _("a téléchargé un document"),
        "document.damaged": _("n’a pas pu ouvrir un document abîmé"),
    }
)

SCREEN_TASK = "portal.screen_document"


class UploadRefused(Exception):
    """The upload carries a problem (`code`, see `refusals`): a form should have said so."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def receive(
    *,
    by: "User | None",
    citizen: "Citizen",
    upload: SealedUpload,
    team: "Team | None" = None,
    dossier: "Dossier | None" = None,
    origin: str = Document.Origin.CITIZEN,
) -> Document:
    """Keep a sealed upload, to be screened at once. Nobody can open it before its verdict. Raises UploadRefused."""
    if upload.refused_because:
        raise UploadRefused(upload.refused_because)
    document = Document.objects.create(
        pk=upload.document_id,
        citizen=citizen,
        dossier=dossier,
        team=team,
        origin=origin,
        by=by,
        name=upload.name,
        content_type=upload.kind.value,
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
    # Not a partial: when a robust call fails, Django logs its name, and a partial has none.
    transaction.on_commit(lambda: _ring(document.pk), robust=True)
    return document


@transaction.atomic
def issue(
    *, by: "User | None", citizen: "Citizen", upload: SealedUpload, team: "Team", dossier: "Dossier | None" = None
) -> Document:
    """A document that an organization gives to a citizen, outside any conversation: the citizen is told."""
    document = receive(by=by, citizen=citizen, upload=upload, team=team, dossier=dossier, origin=Document.Origin.AGENT)
    announce(kind="document", citizen=citizen, subject=document, organization=team.organization, by=by)
    return document


@transaction.atomic
def mark_opened(*, by: "User", document: Document) -> None:
    """Journal that somebody takes the bytes; the first time that the other party does is kept on the document."""
    reach = reach_of(by)
    team = document.team
    record(
        "document.opened",
        by=by,
        subject=document,
        citizen=document.citizen,
        organization=team.organization if team else None,
    )
    from_citizen = document.origin == Document.Origin.CITIZEN
    is_other_party = document.team_id in reach.team_ids if from_citizen else document.citizen_id in reach.citizen_ids
    if is_other_party:
        unread = Document.objects.filter(pk=document.pk, first_read_at=None)
        unread.update(first_read_at=clock.now(), first_read_by=by)


def has_room(*, citizen: "Citizen", more: int) -> bool:
    """Do `more` bytes fit in what one person may deposit here (1 GB)? What organizations give is not counted."""
    deposited = Document.objects.filter(citizen=citizen).deposited()
    return deposited.bytes_kept() + more <= PERSON_BYTES


def _ring(document_id: uuid.UUID) -> None:
    """Wake a worker; when the broker is away the sweep finds the row."""
    celery_app.send_task(SCREEN_TASK, [str(document_id)], retry=False)
