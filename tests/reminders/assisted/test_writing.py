"""«Écrire à la personne»: an agent writes first to somebody whom they serve, with documents or without."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from messaging.threads import actions as threads
from messaging.threads.models import Message, Thread
from portal.clock import today
from portal.dossiers.actions import open_dossier
from portal.notices.models import Notice
from portal.work_items.models import WorkItem
from reminders.assisted.deaths import note_death
from tests.portal.documents import corpus


@pytest.fixture
def dossier(amelie, saaq_team, saaq_agent):
    return open_dossier(citizen=amelie.citizen, team=saaq_team, number="S-1", title="Permis", by=saaq_agent)


@pytest.fixture
def page(amelie) -> str:
    return f"/gestion/assisted/servedperson/{amelie.citizen.pk}/ecrire/"


def message(team, **more) -> dict:
    return {"team": team.pk, "subject": "Votre permis", "body": "Bonjour", "key": str(uuid.uuid4()), **more}


def test_she_receives_the_message_its_document_and_the_date(page, dossier, amelie, saaq_team, saaq_agent, signed_in):
    agent = signed_in(saaq_agent)
    card = agent.get(f"/gestion/assisted/servedperson/{amelie.citizen.pk}/change/").content.decode()
    assert page in card
    paper = SimpleUploadedFile("carte.pdf", corpus.pdf(), "application/pdf")
    asked = {"dossier": dossier.pk, "answer_by": (today() + dt.timedelta(days=5)).isoformat(), "documents": paper}
    answer = agent.post(page, message(saaq_team, **asked))
    thread = Thread.objects.get()
    assert answer["Location"] == f"/gestion/threads/thread/{thread.pk}/change/"
    assert (thread.dossier, thread.team) == (dossier, saaq_team)
    assert Notice.objects.filter(citizen=amelie.citizen, kind="message", subject_id=thread.pk).count() == 1
    assert WorkItem.objects.open().filter(subject_id=thread.pk).get().citizen == amelie.citizen
    hers = signed_in(amelie).get(thread.get_absolute_url()).content.decode()
    assert "Votre permis" in hers and "carte.pdf" in hers


def test_sent_twice_it_is_one_conversation(page, dossier, saaq_team, saaq_agent, signed_in):
    agent, once = signed_in(saaq_agent), message(saaq_team)
    assert {agent.post(page, once).status_code for _ in range(2)} == {302}
    assert Thread.objects.count() == Message.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost(page, dossier, saaq_team, saaq_agent, signed_in):
    answer = signed_in(saaq_agent).post(page, message(saaq_team, subject="", answer_by="2001-01-01"))
    words = answer.content.decode()
    assert answer.status_code == 422 and "Donnez un objet" in words and "Cette date est passée" in words
    assert "Bonjour</textarea>" in words and not Thread.objects.exists()


def test_another_teams_agent_reaches_nobody(page, dossier, people, saaq_team, amelie, signed_in):
    other = signed_in(people["diane"])
    assert other.get(page).status_code == 404
    assert other.post(page, message(saaq_team)).status_code == 404
    for by in (people["diane"], amelie):
        with pytest.raises(PermissionDenied):
            threads.begin(by=by, citizen=amelie.citizen, team=saaq_team, subject="x", body="x", key=uuid.uuid4())


def test_to_whom_died_nothing_is_sent(page, dossier, amelie, saaq_team, saaq_agent, signed_in):
    note_death(citizen=amelie.citizen, died_on=today(), by=saaq_agent)
    answer = signed_in(saaq_agent).post(page, message(saaq_team))
    assert answer.status_code == 422 and "Un décès est noté" in answer.content.decode()
    assert not Thread.objects.exists()
