"""What is owed in a conversation is read once, and both sides and the print say it."""

import datetime as dt

import pytest
from django.urls import reverse

from messaging.threads.models import Thread
from messaging.threads.owed import owed_in, replied_in
from messaging.threads.settling import settle, unsettle
from portal.audit.models import AuditEvent
from portal.clock import day_of, now, today
from portal.documents.uploads import seal_upload
from portal.requested_documents import actions as requests
from portal.work_items.models import WorkItem
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db
REPLY_BY = "Réponse attendue au plus tard le"
ANSWER_BY = "Réponse attendue de l’organisme au plus tard le"
TAKEN_OUT = "Retirée de la file le"


def address(thread: Thread) -> str:
    return reverse("admin:threads_thread_change", args=[thread.pk])


def printed(thread: Thread) -> str:
    return reverse("admin:threads_thread_print", args=[thread.pk])


def main_of(client, url: str) -> str:
    return client.get(url).content.decode().split("<main")[1].split("</main>")[0]


@pytest.fixture
def started(start) -> Thread:
    return Thread.objects.get(pk=start().pk)


@pytest.fixture
def settled(started, saaq_agent) -> Thread:
    assert settle(by=saaq_agent, thread=started, seen=started.last_message_at)
    return started


def test_the_day_of_the_reply_is_shown_to_both_sides_and_printed(started, answer, amelie, saaq_agent, signed_in):
    agent, citizen = signed_in(saaq_agent), signed_in(amelie)
    pages = [(agent, address(started)), (agent, printed(started)), (citizen, started.get_absolute_url())]
    assert not any(f"{REPLY_BY} <time" in main_of(client, url) for client, url in pages)
    answer(started, answer_by=today() + dt.timedelta(days=10))
    assert all(f"{REPLY_BY} <time" in main_of(client, url) for client, url in pages)
    assert owed_in(started).reply_by == today() + dt.timedelta(days=10)
    answer(started, by=amelie, author_kind="citizen")
    assert not any(f"{REPLY_BY} <time" in main_of(client, url) for client, url in pages)


def test_the_print_keeps_the_reply_that_came(started, answer, amelie, saaq_agent, signed_in):
    answer(started, answer_by=today() + dt.timedelta(days=10))
    assert not replied_in(started)
    answer(started, by=amelie, author_kind="citizen")
    assert [one.due_on for one in replied_in(started)] == [today() + dt.timedelta(days=10)]
    assert "Réponse demandée à la personne pour le <time" in main_of(signed_in(saaq_agent), printed(started))


def test_the_print_has_the_requested_documents_and_their_state(started, saaq_agent, amelie, signed_in):
    day = today() + dt.timedelta(days=5)
    asked = {"by": saaq_agent, "citizen": amelie.citizen, "team": started.team, "about": started, "due_on": day}
    requests.ask(label="relevé de décembre", **asked)
    requested_document = requests.ask(label="bail signé", **asked)
    requested_document = requests.give(
        by=amelie, request=requested_document, uploads=[seal_upload("bail.pdf", corpus.pdf())]
    )
    requests.refuse(by=saaq_agent, request=requested_document, because="La page 2 manque.")
    page = main_of(signed_in(saaq_agent), printed(started))
    assert "relevé de décembre</bdi> : à envoyer" in page and "bail signé</bdi> : refusée" in page
    assert "bail.pdf" in page and "La page 2 manque." in page and "à envoyer au plus tard le <time" in page


def test_the_citizen_reads_when_an_answer_is_expected(started, answer, amelie, saaq_agent, signed_in, clock_offset):
    client, day = signed_in(amelie), day_of(WorkItem.objects.get().due_at)
    page = main_of(client, started.get_absolute_url())
    assert f'{ANSWER_BY} <time datetime="{day.isoformat()}"' in page
    answer(started)
    assert ANSWER_BY not in main_of(client, started.get_absolute_url())
    answer(started, by=amelie, author_kind="citizen")
    clock_offset(days=30)
    page = main_of(signed_in(amelie), started.get_absolute_url())
    assert ANSWER_BY not in page and "La réponse de l’organisme était attendue au plus tard le <time" in page


def test_agents_read_who_took_it_out_of_the_queue(settled, amelie, saaq_agent, people, signed_in):
    for url in (address(settled), printed(settled)):
        page = main_of(signed_in(people["sylvie"]), url)
        assert TAKEN_OUT in page and f"par {saaq_agent.display_name}" in page
    assert 'name="unsettle"' not in page  # nothing is pressed on paper
    assert TAKEN_OUT not in main_of(signed_in(amelie), settled.get_absolute_url())


def test_an_answer_or_a_message_after_it_ends_it(settled, answer, amelie):
    answer(settled, by=amelie, author_kind="citizen")
    assert owed_in(settled).answer and not owed_in(settled).settled
    answer(settled)
    assert not owed_in(settled).answer and not owed_in(settled).settled


def test_it_is_put_back_with_its_day(settled, saaq_agent, people, signed_in):
    due_at = WorkItem.objects.get().due_at
    client = signed_in(people["sylvie"])
    assert 'name="unsettle"' in main_of(client, address(settled))
    assert "revenue dans la file" in client.post(address(settled), {"unsettle": "1"}, follow=True).content.decode()
    item = WorkItem.objects.open().get()
    assert (item.due_at, item.done_by) == (due_at, None)
    assert AuditEvent.objects.get(verb="thread.unsettled").citizen_id == settled.citizen_id
    assert "déjà dans la file" in client.post(address(settled), {"unsettle": "1"}, follow=True).content.decode()
    assert AuditEvent.objects.filter(verb="thread.unsettled").count() == 1


def test_what_was_answered_is_not_put_back(settled, answer, saaq_agent):
    answer(settled)
    assert not unsettle(by=saaq_agent, thread=settled)
    assert not WorkItem.objects.open().exists()


def test_another_team_puts_nothing_back(settled, saaq_agent_other_team, signed_in):
    assert signed_in(saaq_agent_other_team).post(address(settled), {"unsettle": "1"}).status_code == 404
    assert not WorkItem.objects.open().exists()


def test_it_is_one_query(settled, answer, django_assert_num_queries):
    thread = Thread.objects.select_related("citizen").get(pk=settled.pk)
    with django_assert_num_queries(1):
        assert owed_in(thread).settled.done_by.display_name


def test_the_print_is_journaled_as_a_print(started, saaq_agent, amelie, signed_in):
    signed_in(saaq_agent).get(printed(started))
    lines = AuditEvent.objects.filter(by_id=saaq_agent.pk, citizen_id=amelie.citizen.pk, subject_id=str(started.pk))
    assert [line.verb for line in lines] == ["thread.printed"]
    assert "ouvert la conversation pour l’imprimer" in signed_in(amelie).get("/espace/consultations/").content.decode()


def test_when_an_answer_is_late_the_person_reads_what_they_can_do(start, amelie, saaq, signed_in):
    thread = start()
    saaq.phone = "1 800 555-0130"
    saaq.save(update_fields=["phone"])
    WorkItem.objects.update(due_at=now() - dt.timedelta(days=2))
    page = signed_in(amelie).get(thread.get_absolute_url()).content.decode()
    assert "Elle est en retard." in page and "écrire de nouveau ici" in page and "tel:" in page
