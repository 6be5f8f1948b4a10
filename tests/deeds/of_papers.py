"""Deeds of papers: their kinds, what a person keeps, what is said of a document."""

from collections.abc import Callable
from copy import deepcopy

from portal.documents import actions as documents
from portal.documents.models import Document
from portal.dossiers.actions import open_dossier
from portal.papers import actions as papers
from portal.papers.models import Paper
from portal.requests import actions as requests
from programs.reference import load
from tests.deeds.world import SECRET, World, deed
from tests.portal.documents.deposits import accepted

Do = Callable[[], object]


def kind() -> Paper:
    return Paper.objects.filter(retired_at=None).earliest("position", "pk")


@deed("papers.imported")
def import_papers(world: World) -> Do:
    records = deepcopy(load("papers")["papers"])
    records[0]["help_fr"] = "Autrement dit."
    return lambda: papers.import_papers(records=records, by=None)


@deed("paper.written")
def write_paper(world: World) -> Do:
    return lambda: papers.write(paper=Paper(code="essai"), words={"name_fr": "Essai"}, by=world.olga)


@deed("paper.retired")
def retire_paper(world: World) -> Do:
    paper = kind()
    return lambda: papers.retire(paper=paper, by=world.olga)


@deed("paper.restored")
def restore_paper(world: World) -> Do:
    paper = papers.retire(paper=kind(), by=world.olga)
    return lambda: papers.restore(paper=paper, by=world.olga)


@deed("document.described")
def describe(world: World) -> Do:
    document = accepted(world.amelie, team=world.team)
    return lambda: documents.describe(by=world.amelie, document=document, words={"paper": kind()})


@deed("document.discarded")
def discard(world: World) -> Do:
    document = accepted(world.amelie, team=None)
    Document.objects.filter(pk=document.pk).update(claimed_until=None)
    return lambda: documents.discard(by=world.amelie, document=document)


@deed("request.specified")
def specify(world: World) -> Do:
    piece = world.piece()
    return lambda: requests.specify(by=world.alain, request=piece, paper=kind())


@deed("dossier.read")
def read_dossier(world: World) -> Do:
    told = {"citizen": world.citizen, "team": world.team, "number": "P-2", "title": SECRET}
    dossier, client = open_dossier(**told, by=world.alain), world.client("alain")
    return lambda: client.get(f"/gestion/portal/dossier/{dossier.pk}/change/")
