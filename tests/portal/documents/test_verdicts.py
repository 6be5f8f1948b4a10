"""The verdict comes by itself to a page that shows a document: to those who may see it, and to nobody else."""

import uuid

import pytest

from portal.audit.models import AuditEvent
from portal.documents.screening import screen
from tests.portal.documents import corpus
from tests.portal.documents.deposits import deposit

pytestmark = pytest.mark.django_db
VERDICTS = "/documents/verdicts/"


def asked(client, *keys) -> str:
    answer = client.get(VERDICTS, {"d": [str(key) for key in keys]}, headers={"X-Passive": "1"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_waits_then_it_is_there(amelie, saaq_team, saaq_agent, signed_in) -> None:
    document = deposit(amelie, team=saaq_team, name="bail.pdf")
    for person in (amelie, saaq_agent):
        assert "data-waits" in asked(signed_in(person), document.pk)
    screen(document_id=document.pk)
    for person in (amelie, saaq_agent):
        page = asked(signed_in(person), document.pk)
        assert "data-waits" not in page and f'href="{document.get_absolute_url()}"' in page


def test_a_refusal_says_what_to_do(amelie, saaq_team, signed_in) -> None:
    document = deposit(amelie, team=saaq_team, data=corpus.encrypted_pdf())
    screen(document_id=document.pk)
    assert "mot de passe" in asked(signed_in(amelie), document.pk)


def test_a_stranger_is_told_nothing(amelie, bruno, saaq_team, people, signed_in) -> None:
    document = deposit(amelie, team=saaq_team, name="canari.pdf")
    for person in (bruno, people["diane"]):
        assert "canari" not in asked(signed_in(person), document.pk, uuid.uuid4(), "x", "\0")


def test_asking_writes_nothing_in_the_journal(amelie, saaq_team, saaq_agent, signed_in) -> None:
    document = deposit(amelie, team=saaq_team)
    client = signed_in(saaq_agent)
    before = AuditEvent.objects.count()
    asked(client, document.pk)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("url", ["/documents/", "/documents/{0.pk}/fiche/"])
def test_the_pages_that_show_it_ask(amelie, saaq_team, signed_in, url) -> None:
    document = deposit(amelie, team=saaq_team)
    page = signed_in(amelie).get(url.format(document)).content.decode()
    assert "data-waits" in page and 'name="verdicts"' in page
    screen(document_id=document.pk)
    assert "data-waits" not in signed_in(amelie).get(url.format(document)).content.decode()
