"""Actions of document types: their kinds, what a person keeps, what is said of a document."""

from collections.abc import Callable
from copy import deepcopy

from portal.clock import now
from portal.document_types import actions as document_types
from portal.document_types.models import DocumentType
from portal.documents import actions as documents
from portal.documents import rescue
from portal.documents.models import Document
from portal.dossiers.actions import open_dossier
from portal.installation import actions as installation
from portal.installation.models import Installation
from portal.requested_documents import actions as requests
from programs.reference import load
from tests.journal.world import SECRET, World, action
from tests.portal.documents.deposits import accepted

Do = Callable[[], object]


def kind() -> DocumentType:
    return DocumentType.objects.filter(retired_at=None).earliest("position", "pk")


@action("document_types.imported")
def import_document_types(world: World) -> Do:
    records = deepcopy(load("papers")["papers"])
    records[0]["help_fr"] = "Autrement dit."
    return lambda: document_types.import_document_types(records=records, by=None)


@action("document_type.written")
def write_document_type(world: World) -> Do:
    return lambda: document_types.write(
        document_type=DocumentType(code="essai"), words={"name_fr": "Essai"}, by=world.olga
    )


@action("document_type.retired")
def retire_document_type(world: World) -> Do:
    document_type = kind()
    return lambda: document_types.retire(document_type=document_type, by=world.olga)


@action("document_type.restored")
def restore_document_type(world: World) -> Do:
    document_type = document_types.retire(document_type=kind(), by=world.olga)
    return lambda: document_types.restore(document_type=document_type, by=world.olga)


@action("document.described")
def describe(world: World) -> Do:
    document = accepted(world.amelie, team=world.team)
    return lambda: documents.describe(by=world.amelie, document=document, words={"document_type": kind()})


@action("document.discarded")
def discard(world: World) -> Do:
    document = accepted(world.amelie, team=None)
    Document.objects.filter(pk=document.pk).update(claimed_until=None)
    return lambda: documents.discard(by=world.amelie, document=document)


def held(world: World) -> Document:
    """Received, and held for a fault of ours."""
    document = accepted(world.amelie, team=world.team)
    trouble = {"state": "held", "held_because": "time", "held_since": now(), "scan": "pending", "screened_at": None}
    Document.objects.filter(pk=document.pk).update(**trouble)
    return document


@action("document.retried")
def retry(world: World) -> Do:
    document = held(world)
    return lambda: rescue.retry(by=world.olga, document=document)


@action("document.given_up")
def give_up(world: World) -> Do:
    document = held(world)
    return lambda: rescue.give_up(by=world.olga, document=document, because="damaged")


@action("document.repaired")
def repair(world: World) -> Do:
    document = accepted(world.amelie, team=world.team)
    Document.objects.filter(pk=document.pk).update(damaged_at=now())
    return lambda: rescue.repair(by=world.olga, document=document)


@action("installation.orphans_allowed")
def allow_orphans(world: World) -> Do:
    Installation.objects.update(orphans_found=40)
    return lambda: installation.allow_orphans(by=world.olga)


@action("request.specified")
def specify(world: World) -> Do:
    requested_document = world.requested_document()
    return lambda: requests.specify(by=world.alain, request=requested_document, document_type=kind())


@action("dossier.read")
def read_dossier(world: World) -> Do:
    fields = {"citizen": world.citizen, "team": world.team, "number": "P-2", "title": SECRET}
    dossier, client = open_dossier(**fields, by=world.alain), world.client("alain")
    return lambda: client.get(f"/gestion/dossiers/dossier/{dossier.pk}/change/")
