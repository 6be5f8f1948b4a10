"""Agents: the queue leads to the conversation, the conversation is journaled, the answer goes through the action."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from messaging.threads.models import Message
from portal.audit.models import AuditEvent
from portal.documents.models import Document
from portal.documents.pending import PendingUpload
from portal.work_items.models import WorkItem
from tests.messaging.threads.conftest import CANARY
from tests.portal.documents import corpus
from tests.queries import growth

pytestmark = pytest.mark.django_db
THREADS = "/gestion/threads/thread/"
QUEUE = "/gestion/work_items/workitem/"


def address(thread) -> str:
    return reverse("admin:threads_thread_change", args=[thread.pk])


def test_from_the_queue_to_the_answer(start, amelie, saaq_agent, signed_in) -> None:
    thread, client = start(), signed_in(saaq_agent)
    item = WorkItem.objects.get()
    assert "Répondre à un message" in client.get(QUEUE).content.decode()
    assert client.get(f"{QUEUE}{item.pk}/change/").url == address(thread)
    page = client.get(address(thread)).content.decode()
    assert CANARY in page and "Amélie Tremblay" in page
    file = SimpleUploadedFile("decision.pdf", corpus.pdf())
    response = client.post(address(thread), {"body": "Voici.", "documents": [file], "key": uuid.uuid4()}, follow=True)
    assert "Votre réponse est envoyée" in response.content.decode()
    document = Document.objects.get()
    assert (document.origin, document.citizen, document.by) == ("agent", amelie.citizen, saaq_agent)
    assert "Répondre à un message" not in client.get(QUEUE).content.decode()


def test_opening_is_journaled_with_the_citizen(start, amelie, saaq_agent, signed_in) -> None:
    thread, client = start(), signed_in(saaq_agent)
    client.get(address(thread))
    client.get(address(thread))
    read = AuditEvent.objects.filter(verb="thread.read", citizen_id=amelie.citizen.pk, by_id=saaq_agent.pk)
    assert read.count() == 2
    assert read.first().sentence == "a ouvert la conversation"


def test_other_teams_and_roles_find_nothing(start, people, signed_in) -> None:
    thread = start()
    for key in ["benoit", "brigitte", "diane", "emile", "daniel", "steve", "olga", "amelie", "rachel", "bruno"]:
        client = signed_in(people[key])
        assert client.get(address(thread)).status_code == 404, key
        assert client.post(address(thread), {"body": "x", "key": uuid.uuid4()}).status_code == 404, key
        if people[key].is_staff:
            assert "Objet canari" not in client.get(THREADS).content.decode()
    assert Message.objects.count() == 1
    assert signed_in(people["sylvie"]).get(address(thread)).status_code == 200


def test_no_second_factor_no_conversation(start, saaq_agent, signed_in) -> None:
    client = signed_in(saaq_agent, second_factor=False)
    assert client.get(address(start())).status_code == 302


def test_mistakes_keep_the_answer(start, saaq_agent, signed_in) -> None:
    thread = start()
    data = {"body": "é" * 30_000, "answer_by": "2020-01-01", "key": uuid.uuid4()}
    response = signed_in(saaq_agent).post(address(thread), data)
    page = response.content.decode()
    assert response.status_code == 422 and data["body"] in page
    assert "Cette date est passée" in page and "Raccourcissez-le" in page


def test_nothing_is_added_or_deleted(start, saaq_agent, signed_in) -> None:
    thread, client = start(), signed_in(saaq_agent)
    assert client.get(f"{THREADS}add/").status_code == 403
    assert client.get(f"{THREADS}{thread.pk}/delete/").status_code == 403
    assert client.get(f"{QUEUE}add/").status_code == 403


def test_queries_do_not_grow(start, answer, saaq_agent, signed_in) -> None:
    client, thread = signed_in(saaq_agent), start()
    start()
    answer(thread)  # so that what left for the last answer is asked before as after
    with growth(client, THREADS) as listed, growth(client, QUEUE) as queue, growth(client, address(thread)) as page:
        for _ in range(20):
            start()
            answer(thread)
    assert listed.before == listed.after <= 9  # of which one for the journal
    assert queue.before == queue.after <= 9
    # Who read, what is owed, the types to open, the draft; five for how the person is told.
    assert page.before == page.after <= 20


def test_an_agent_who_forgets_the_text_keeps_the_file(start, saaq_agent, signed_in) -> None:
    thread = start()
    url = reverse("admin:threads_thread_change", args=[thread.pk])
    client = signed_in(saaq_agent)
    page = client.post(
        url, {"body": "", "key": uuid.uuid4(), "documents": [SimpleUploadedFile("lettre.pdf", corpus.pdf())]}
    ).content.decode()
    assert "lettre.pdf" in page and "déjà reçu" in page
    said = {"body": "Voici", "key": uuid.uuid4(), "documents-kept": [str(PendingUpload.objects.get().pk)]}
    assert client.post(url, said).status_code == 302
    assert Document.objects.get(origin="agent").name == "lettre.pdf"
