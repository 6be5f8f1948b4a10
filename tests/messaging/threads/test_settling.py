"""A «Merci!» needs no answer: an agent closes it, and the next message comes back to the queue."""

import uuid

import pytest
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.models import Message, Thread
from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.work_items.models import WorkItem

pytestmark = pytest.mark.django_db
QUEUE = "/gestion/work_items/workitem/"


def thank(thread: Thread, by) -> None:
    actions.reply(by=by, thread=thread, author_kind="citizen", body="Merci!", key=uuid.uuid4())
    thread.refresh_from_db()


def address(thread: Thread) -> str:
    return reverse("admin:threads_thread_change", args=[thread.pk])


@pytest.fixture
def thanked(start, answer, amelie) -> Thread:
    thread = start()
    answer(thread)
    thank(thread, amelie)
    return thread


def test_thanks_leave_the_queue_and_nothing_is_sent(thanked, saaq_agent, signed_in) -> None:
    client, notices = signed_in(saaq_agent), Notice.objects.count()
    assert "Répondre à un message" in client.get(QUEUE).content.decode()
    assert "Rien à répondre" in client.get(address(thanked)).content.decode()
    result = client.post(address(thanked), {"settle": thanked.last_message_at.isoformat()}, follow=True)
    assert result.redirect_chain[-1][0] == QUEUE and "rien à répondre" in result.content.decode()
    assert f'<a href="{address(thanked)}">Ouvrir la conversation pour la remettre' in result.content.decode()
    assert "Répondre à un message" not in client.get(QUEUE).content.decode()
    assert Message.objects.count() == 3 and Notice.objects.count() == notices
    line = AuditEvent.objects.get(verb="thread.settled")
    assert (line.by_id, line.citizen_id) == (saaq_agent.pk, thanked.citizen_id)
    assert "Rien à répondre" not in client.get(address(thanked)).content.decode()


def test_the_next_message_comes_back_to_the_queue(thanked, amelie, saaq_agent, signed_in) -> None:
    client = signed_in(saaq_agent)
    client.post(address(thanked), {"settle": thanked.last_message_at.isoformat()})
    thank(thanked, amelie)
    assert WorkItem.objects.open().about(thanked).filter(kind=actions.ANSWER).count() == 1
    assert "Rien à répondre" in client.get(address(thanked)).content.decode()


def test_a_message_that_arrived_meanwhile_is_shown_first(thanked, amelie, saaq_agent, signed_in) -> None:
    client, seen = signed_in(saaq_agent), thanked.last_message_at.isoformat()
    thank(thanked, amelie)
    result = client.post(address(thanked), {"settle": seen}, follow=True)
    assert "Un message est arrivé entre-temps" in result.content.decode()
    assert WorkItem.objects.open().about(thanked).filter(kind=actions.ANSWER).exists()


@pytest.mark.parametrize("seen", ["", "zzz", "2026-13-45T00:00"])
def test_what_nobody_typed_closes_nothing(thanked, saaq_agent, signed_in, seen) -> None:
    assert signed_in(saaq_agent).post(address(thanked), {"settle": seen}).status_code == 302
    assert WorkItem.objects.open().about(thanked).filter(kind=actions.ANSWER).exists()


def test_a_reply_that_is_begun_is_kept(thanked, saaq_agent, signed_in) -> None:
    client, seen = signed_in(saaq_agent), thanked.last_message_at.isoformat()
    page = client.get(address(thanked)).content.decode()
    assert '<button type="submit" form="reponse"' in page and 'id="reponse"' in page  # posted with what is typed
    result = client.post(address(thanked), {"settle": seen, "body": "De rien, et n’oubliez pas", "seen": seen})
    page = result.content.decode()
    assert result.status_code == 422 and "Vous avez commencé une réponse" in page and "De rien, et n’oubliez" in page
    assert WorkItem.objects.open().about(thanked).filter(kind=actions.ANSWER).exists()
    result = client.post(address(thanked), {"settle": seen, "body": " \r\n", "seen": seen}, follow=True)
    assert result.redirect_chain[-1][0] == QUEUE


def test_twice_is_said(thanked, saaq_agent, signed_in) -> None:
    client, data = signed_in(saaq_agent), {"settle": thanked.last_message_at.isoformat()}
    client.post(address(thanked), data)
    assert "déjà plus" in client.post(address(thanked), data, follow=True).content.decode()
    assert AuditEvent.objects.filter(verb="thread.settled").count() == 1


def test_another_team_closes_nothing(thanked, saaq_agent_other_team, signed_in) -> None:
    data = {"settle": thanked.last_message_at.isoformat()}
    assert signed_in(saaq_agent_other_team).post(address(thanked), data).status_code == 404
