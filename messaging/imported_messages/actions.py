"""Writing to the person of a dossier, as an organization's system."""

import datetime as dt

from django.db import models, transaction

from messaging.threads.actions import post_from_system
from messaging.threads.models import Message, Thread
from portal.audit.actions import record
from portal.dossiers.models import Dossier
from portal.imported_dossiers.contents import Put, put_once
from portal.imported_dossiers.models import ImportedDossier
from portal.people.models import User


@transaction.atomic
def put_message(
    *,
    imported: ImportedDossier,
    reference: str,
    subject: str,
    body: str,
    answer_by: dt.date | None = None,
    by: User | None = None,
) -> Put:
    """Write once for a reference: in a new conversation under its subject, else in the last one of the dossier. Raises
    Refusal (422) for another text under the same reference."""

    def make(dossier: Dossier) -> models.Model:
        last = Thread.objects.filter(dossier=dossier).order_by("-last_message_at", "-pk").first()
        thread = None if subject else last
        return post_from_system(
            by=by, dossier=dossier, thread=thread, subject=subject or dossier.title, body=body, answer_by=answer_by
        )

    return put_once(imported, reference, f"{subject}\0{body}\0{answer_by or ''}", make, Message)


def note_reading(*, imported: ImportedDossier, by: User | None) -> None:
    """Journal that a system of the organization reads what was written in a dossier."""
    dossier = imported.dossier
    assert dossier is not None  # as `opened` gives it
    organization = dossier.organization
    record("thread.read_by_system", by=by, subject=dossier, citizen=dossier.citizen, organization=organization)
