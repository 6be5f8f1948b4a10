"""A conversation becomes a dossier, of a type that its team may open, or goes into one that is open already."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from messaging.threads.models import Thread
from portal.audit.actions import record
from portal.documents.models import Document
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.dossiers.querysets import DossierQuerySet
from portal.requested_documents.models import RequestedDocument

if TYPE_CHECKING:
    from portal.dossier_types.models import DossierType
    from portal.people.models import User


@transaction.atomic
def open_for(*, by: "User", thread: Thread, dossier_type: "DossierType") -> Dossier:
    """Open the dossier of a conversation. Pressed twice, it is one."""
    locked = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if locked.dossier is not None:
        return locked.dossier
    dossier = open_dossier(by=by, citizen=thread.citizen, team=thread.team, dossier_type=dossier_type)
    _bring(thread, dossier)
    return dossier


def joinable_by(user: "User", thread: Thread) -> DossierQuerySet:
    """Open dossiers of the conversation's person with its organization, that this agent handles."""
    mine = Dossier.objects.handled_by(user).open()
    return mine.filter(citizen=thread.citizen_id, organization=thread.organization_id).order_by("-opened_at", "pk")


@transaction.atomic
def join(*, by: "User", thread: Thread, dossier: Dossier) -> Dossier:
    """Put a conversation in an open dossier of its person. Of two at once the first one decides: its dossier is
    returned. Raises Dossier.DoesNotExist for one that is not `joinable_by`."""
    locked = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if locked.dossier is not None:
        return locked.dossier
    chosen = joinable_by(by, thread).get(pk=dossier.pk)
    _bring(thread, chosen)
    about: dict[str, Any] = {"citizen": thread.citizen, "organization": thread.organization}
    record("thread.joined_dossier", by=by, subject=thread, **about)
    return chosen


def _bring(thread: Thread, dossier: Dossier) -> None:
    """What was sent and asked in the conversation goes with it."""
    Thread.objects.filter(pk=thread.pk).update(dossier=dossier)
    RequestedDocument.objects.about(thread).filter(dossier=None).update(dossier=dossier)
    own = Document.objects.filter(dossier=None, citizen=thread.citizen_id)
    sent = own.filter(messages__thread=thread).values("pk")
    given = own.filter(given_for__request__subject_id=thread.pk).values("pk")
    Document.objects.filter(pk__in=sent.union(given)).update(dossier=dossier)
