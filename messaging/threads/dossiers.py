"""A conversation becomes a dossier: one click of an agent, of a type that its team may open."""

from typing import TYPE_CHECKING

from django.db import transaction

from messaging.threads.models import Thread
from portal.documents.models import Document
from portal.dossiers.actions import open_dossier
from portal.requested_documents.models import RequestedDocument

if TYPE_CHECKING:
    from portal.dossier_types.models import DossierType
    from portal.dossiers.models import Dossier
    from portal.people.models import User


@transaction.atomic
def open_for(*, by: "User", thread: Thread, dossier_type: "DossierType") -> "Dossier":
    """Open the dossier of a conversation; what was sent and asked in it goes with it. Pressed twice, it is one."""
    locked = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if locked.dossier is not None:
        return locked.dossier
    dossier = open_dossier(by=by, citizen=thread.citizen, team=thread.team, dossier_type=dossier_type)
    Thread.objects.filter(pk=thread.pk).update(dossier=dossier)
    RequestedDocument.objects.about(thread).filter(dossier=None).update(dossier=dossier)
    own = Document.objects.filter(dossier=None, citizen=thread.citizen_id)
    sent = own.filter(messages__thread=thread).values("pk")
    given = own.filter(requests__subject_id=thread.pk).values("pk")
    Document.objects.filter(pk__in=sent.union(given)).update(dossier=dossier)
    return dossier
