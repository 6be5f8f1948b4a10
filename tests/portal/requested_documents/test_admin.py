"""Agents: the queue leads to the requested document; its buttons go through the actions; other teams find nothing."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import clock
from portal.audit.models import AuditEvent
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.dossiers.actions import open_dossier
from portal.dossiers.reading import Life
from portal.pages.templatetags.dossiers_tags import expected_about, steps_of
from portal.requested_documents import actions
from portal.requested_documents.models import RequestedDocument
from portal.work_items.models import WorkItem
from tests.portal.documents import corpus
from tests.portal.requested_documents.conftest import CANARY
from tests.queries import growth

pytestmark = pytest.mark.django_db
REQUESTED, QUEUE = "/gestion/requested_documents/requesteddocument/", "/gestion/work_items/workitem/"


def test_from_the_queue_to_accepted(ask, give, saaq_agent, signed_in) -> None:
    requested_document, client = give(ask()), signed_in(saaq_agent)
    item = WorkItem.objects.open().get()
    assert client.get(f"{QUEUE}{item.pk}/change/").url == requested_document.agent_url
    page = client.get(requested_document.agent_url).content.decode()
    assert CANARY in page and requested_document.documents[0].get_absolute_url() in page and "Accepter la pièce" in page
    assert AuditEvent.objects.filter(verb="request.read", by_id=saaq_agent.pk).count() == 1
    response = client.post(requested_document.agent_url, {"decision": "accept"}, follow=True)
    assert "La pièce est acceptée." in response.content.decode()
    assert RequestedDocument.objects.get().state == "accepted"


def test_refusing_says_why(ask, give, saaq_agent, signed_in) -> None:
    requested_document, client = give(ask()), signed_in(saaq_agent)
    response = client.post(requested_document.agent_url, {"decision": "refuse", "because": " "})
    assert response.status_code == 422 and "Dites à la personne ce qui ne va pas" in response.content.decode()
    client.post(requested_document.agent_url, {"decision": "refuse", "because": "Page 2 absente"})
    requested_document.refresh_from_db()
    assert (requested_document.state, requested_document.because) == ("refused", "Page 2 absente")
    late = client.post(requested_document.agent_url, {"decision": "accept"}, follow=True)
    assert "a changé entre-temps" in late.content.decode()
    client.post(requested_document.agent_url, {"decision": "cancel"})
    requested_document.refresh_from_db()
    assert requested_document.state == "cancelled"


def test_other_teams_and_roles_find_nothing(ask, give, people, signed_in) -> None:
    requested_document = give(ask())
    for key in ["benoit", "brigitte", "diane", "emile", "daniel", "steve", "olga", "amelie", "bruno"]:
        client = signed_in(people[key])
        assert client.get(requested_document.agent_url).status_code == 404, key
        assert client.post(requested_document.agent_url, {"decision": "accept"}).status_code == 404, key
        assert b"canari" not in client.get(REQUESTED).content
    assert RequestedDocument.objects.get().state == "given"


def test_nothing_is_added_or_deleted(ask, saaq_agent, signed_in) -> None:
    requested_document, client = ask(), signed_in(saaq_agent)
    assert client.get(f"{REQUESTED}add/").status_code == 403
    assert client.get(f"{REQUESTED}{requested_document.pk}/delete/").status_code == 403


def test_queries_do_not_grow(ask, give, saaq_agent, signed_in) -> None:
    client, requested_document = signed_in(saaq_agent), give(ask())
    with growth(client, REQUESTED) as listed, growth(client, requested_document.agent_url) as page:
        for number in range(12):
            ask(label=f"pièce {number}")
    assert listed.before == listed.after <= 8
    assert page.before == page.after <= 9


def paper(**more) -> dict:
    file = SimpleUploadedFile("bail.pdf", corpus.pdf(), "application/pdf")
    return {"decision": "file", "came_on": clock.today().isoformat(), "documents": file, "whole": "1", **more}


def test_a_paper_that_came_by_post_is_filed_then_accepted(ask, amelie, saaq_agent, signed_in) -> None:
    requested_document, client = ask(), signed_in(saaq_agent)
    assert "Reçue par la poste ou au comptoir" in client.get(requested_document.agent_url).content.decode()
    day = clock.today() - dt.timedelta(days=3)
    answer = client.post(requested_document.agent_url, paper(came_on=day.isoformat()), follow=True)
    assert "Le papier est classé" in answer.content.decode()
    requested_document.refresh_from_db()
    assert (requested_document.state, requested_document.given_by) == ("given", saaq_agent)
    assert requested_document.given_at == clock.end_of_day(day, amelie.citizen.time_zone)
    screen(document_id=requested_document.documents[0].pk)
    came = f'par la poste ou au comptoir, le <time datetime="{day}">'
    listed = signed_in(amelie).get("/documents/").content.decode()
    assert "bail.pdf" in listed and came in listed
    client.post(requested_document.agent_url, {"decision": "accept"})
    requested_document.refresh_from_db()
    assert requested_document.state == "accepted"


def test_a_paper_shows_the_day_it_came_and_stands_after_it_was_asked(
    ask, amelie, saaq_team, saaq_agent, signed_in
) -> None:
    """The hour is not known; the day it came is before the dossier was opened, and the story stays in its order."""
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Permis")
    requested_document, day = ask(dossier=dossier), clock.today() - dt.timedelta(days=3)
    signed_in(saaq_agent).post(requested_document.agent_url, paper(came_on=day.isoformat()))
    requested_document = RequestedDocument.objects.with_details().get()
    screen(document_id=requested_document.documents[0].pk)
    page = signed_in(amelie).get(requested_document.get_absolute_url()).content.decode()
    assert f'reçue par la poste ou au comptoir le <time datetime="{day}">' in page
    assert "23\u00a0h\u00a059" not in page and "Pièce envoyée" not in page
    steps = steps_of(Life(dossier, []), [requested_document], expected_about())
    assert [step["date"] for step in steps] == [clock.today(amelie.citizen.time_zone)] * 3
    assert "par la poste ou au comptoir" in steps[-1]["detail"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"came_on": "2199-01-01"}, "pas encore arrivée"),
        ({"came_on": "1999-01-01"}, "longtemps avant la demande"),
        ({"came_on": ""}, "Choisissez le jour"),
        ({"documents": ""}, "Choisissez le fichier"),
    ],
)
def test_what_is_wrong_with_a_paper_is_said(ask, saaq_agent, signed_in, wrong, words) -> None:
    requested_document = ask()
    answer = signed_in(saaq_agent).post(requested_document.agent_url, paper(**wrong))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert RequestedDocument.objects.get().state == "missing"


def test_another_team_files_nothing(ask, people, signed_in) -> None:
    requested_document = ask()
    assert signed_in(people["diane"]).post(requested_document.agent_url, paper()).status_code == 404
    with pytest.raises(PermissionDenied):
        upload = seal_upload("bail.pdf", corpus.pdf())
        actions.file_paper(by=people["diane"], request=requested_document, uploads=[upload], came_on=clock.today())


def test_an_agent_asks_from_the_dossier_of_somebody_who_reads_no_message(
    amelie, saaq_team, saaq_agent, ramq_agent, signed_in
) -> None:
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="A-7", title="Permis")
    client, page = signed_in(saaq_agent), f"{REQUESTED}demander/{dossier.pk}/"
    assert page in client.get(dossier.agent_url).content.decode()
    assert "Nommez la pièce" in client.post(page, {"due_on": clock.today().isoformat()}).content.decode()
    asked = client.post(page, {"label": "Bail", "due_on": clock.today().isoformat(), "reason": ""}, follow=True)
    assert asked.redirect_chain[-1][0] == dossier.agent_url and "La pièce est demandée." in asked.content.decode()
    requested_document = RequestedDocument.objects.get()
    assert (requested_document.dossier, requested_document.asked_by) == (dossier, saaq_agent)
    assert requested_document.origin_url == dossier.agent_url
    assert signed_in(ramq_agent).get(page).status_code == 404
    type(dossier).objects.filter(pk=dossier.pk).update(state="closed", closed_at=clock.now())
    late = client.post(page, {"label": "Bail", "due_on": clock.today().isoformat()}, follow=True)
    assert "Ce dossier est terminé" in late.content.decode() and RequestedDocument.objects.count() == 1
    assert page not in client.get(dossier.agent_url).content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "2099-01-01"])
def test_a_day_too_far_is_refused_and_breaks_no_page(amelie, saaq_team, saaq_agent, signed_in, day) -> None:
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="A-8", title="Permis")
    answer = signed_in(saaq_agent).post(f"{REQUESTED}demander/{dossier.pk}/", {"label": "Bail", "due_on": day})
    assert answer.status_code == 422 and "dix ans au plus" in answer.content.decode()
    assert not RequestedDocument.objects.exists()
