"""Pieces in a conversation: asked beside the answer, shown to both sides, settled from there."""

import datetime as dt

import pytest
from django.urls import reverse

from portal import clock
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.requested_documents.actions import give
from portal.requested_documents.models import RequestedDocument
from tests.portal.documents import corpus
from tests.queries import growth

pytestmark = pytest.mark.django_db


def address(thread) -> str:
    return reverse("admin:threads_thread_change", args=[thread.pk])


def asked(**changes) -> dict:
    due_on = clock.today() + dt.timedelta(days=10)
    filled = {"label": "Relevé canari", "due_on": due_on.isoformat(), "reason": "Pour votre dossier"} | changes
    return {f"requested_document-{name}": value for name, value in filled.items()}


def test_asked_given_and_accepted_in_the_conversation(start, amelie, saaq_agent, signed_in) -> None:
    thread, agent, citizen = start(), signed_in(saaq_agent), signed_in(amelie)
    response = agent.post(address(thread), asked(), follow=True)
    page = response.content.decode()
    assert "La pièce est demandée." in page and "Relevé canari" in page and "à envoyer" in page
    requested_document = RequestedDocument.objects.about(thread).get()
    assert (requested_document.citizen, requested_document.team, requested_document.reason) == (
        amelie.citizen,
        thread.team,
        "Pour votre dossier",
    )
    page = citizen.get(thread.get_absolute_url()).content.decode()
    assert "Relevé canari" in page and requested_document.get_absolute_url() in page and "Accepter" not in page
    given = give(by=amelie, request=requested_document, uploads=[seal_upload("a.pdf", corpus.pdf())])
    assert "Accepter" not in agent.get(address(thread)).content.decode()  # its file is still being checked
    screen(document_id=given.documents[0].pk)
    assert "Accepter" in agent.get(address(thread)).content.decode()
    response = agent.post(requested_document.agent_url, {"decision": "accept"}, follow=True)
    assert response.redirect_chain == [(address(thread), 302)] and "acceptée" in response.content.decode()
    assert "acceptée" in citizen.get(thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label": " "}, "Nommez la pièce à demander."),
        ({"label": "x" * 151}, "en moins de 150 caractères"),
        ({"due_on": ""}, "Choisissez une date"),
        ({"due_on": "demain"}, "Écrivez la date ainsi"),
        ({"due_on": "2020-01-01"}, "Cette date est passée"),
        ({"reason": "é" * 2001}, "2001 caractères"),
    ],
)
def test_mistakes_lose_nothing(start, saaq_agent, signed_in, changes, words) -> None:
    response = signed_in(saaq_agent).post(address(start()), asked(**changes))
    page = response.content.decode()
    assert response.status_code == 422 and words in page
    assert (changes.get("reason") or "Pour votre dossier") in page and not RequestedDocument.objects.exists()


def test_another_team_asks_nothing(start, people, signed_in) -> None:
    url = address(start())
    for key in ["benoit", "diane", "emile", "amelie", "bruno"]:
        assert signed_in(people[key]).post(url, asked()).status_code == 404, key
    assert not RequestedDocument.objects.exists()


def test_queries_do_not_grow(start, amelie, saaq_agent, signed_in) -> None:
    thread, agent, citizen = start(), signed_in(saaq_agent), signed_in(amelie)
    agent.post(address(thread), asked())
    with growth(agent, address(thread)) as theirs, growth(citizen, thread.get_absolute_url()) as hers:
        for number in range(10):
            agent.post(address(thread), asked(label=f"pièce {number}"))
            requested_document = RequestedDocument.objects.about(thread).order_by("asked_at").last()
            give(by=amelie, request=requested_document, uploads=[seal_upload("a.pdf", corpus.pdf())])
    assert theirs.before == theirs.after
    assert hers.before == hers.after
