"""A conversation ends when either side says so, and begins again when somebody writes."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.closing import end
from messaging.threads.models import Message
from portal import clock
from portal.work_items.models import WorkItem

pytestmark = pytest.mark.django_db


def reply(**more) -> dict:
    return {"body": "D’accord", "key": uuid.uuid4()} | more


def open_items() -> list[str]:
    return list(WorkItem.objects.open().values_list("kind", flat=True))


def test_thanks_end_it_and_ask_nothing_of_the_team(start, answer, amelie, signed_in):
    thread = start()
    client = signed_in(amelie)
    assert "Merci, c’est réglé" not in client.get(thread.get_absolute_url()).content.decode()
    answer(thread, answer_by=clock.today() + dt.timedelta(days=4))
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "Merci, c’est réglé" in page
    for _twice in range(2):
        page = client.post(thread.get_absolute_url(), {"thanks": "1"}, follow=True).content.decode()
    assert "Conversation terminée le" in page and Message.objects.count() == 3 and not open_items()
    assert "terminée" in client.get(reverse("threads:inbox")).content.decode()


def test_a_last_message_asks_for_no_answer_and_the_next_one_does(start, amelie, signed_in):
    thread = start()
    client = signed_in(amelie)
    client.post(thread.get_absolute_url(), reply(ends="on"))
    thread.refresh_from_db()
    assert thread.ended_by == amelie and not open_items()
    client.post(thread.get_absolute_url(), reply())
    thread.refresh_from_db()
    assert thread.ended_at is None and thread.ended_by is None and open_items() == [actions.ANSWER]


def test_an_agent_ends_it_too(start, saaq_agent, amelie, signed_in):
    thread = start()
    page, client = reverse("admin:threads_thread_change", args=[thread.pk]), signed_in(saaq_agent)
    day = (clock.today() + dt.timedelta(days=4)).isoformat()
    both = client.post(page, reply(ends="on", answer_by=day))
    assert both.status_code == 422 and "choisissez l’un ou l’autre" in both.content.decode()
    assert client.post(page, reply(ends="on")).status_code == 302
    assert not open_items()
    assert "Conversation terminée le" in signed_in(amelie).get(thread.get_absolute_url()).content.decode()
    assert "Conversation terminée le" in client.get(page).content.decode()


def test_ended_once(start, amelie, saaq_agent):
    thread = start()
    assert end(by=amelie, thread=thread) and not end(by=saaq_agent, thread=thread)


def test_who_may_only_read_ends_nothing(start, amelie, bruno, signed_in):
    thread = start()
    assert signed_in(bruno).post(thread.get_absolute_url(), {"thanks": "1"}).status_code == 404
    thread.refresh_from_db()
    assert thread.ended_at is None
