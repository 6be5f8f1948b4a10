"""Each account reads for itself: what a helper reads stays unread for the person, and the agents know who read."""

import pytest
from django.urls import reverse

from messaging.threads.models import Message, MessageReading, Thread
from tests.messaging.threads.conftest import CANARY
from tests.queries import growth

pytestmark = pytest.mark.django_db
INBOX, SPACE = reverse("threads:inbox"), reverse("pages:space")


@pytest.fixture
def answered(start, answer, bruno) -> Thread:
    """Bruno wrote, Alain answered; Samir acts for Bruno."""
    thread = start(by=bruno, citizen=bruno.citizen)
    answer(thread)
    return thread


def main_of(client, address: str) -> str:
    return client.get(address).content.decode().split("<main", 1)[-1]


def test_a_helper_s_reading_leaves_it_unread_for_the_person(answered, people, signed_in):
    samir, bruno = signed_in(people["samir"], place=people["bruno"].citizen), signed_in(people["bruno"])
    assert all("1 non lu" in main_of(client, page) for client in (samir, bruno) for page in (INBOX, SPACE))
    samir.get(answered.get_absolute_url())
    for page in (INBOX, SPACE):
        assert "non lu" not in main_of(samir, page)
        assert "1 non lu" in main_of(bruno, page)
    bruno.get(answered.get_absolute_url())
    assert "non lu" not in main_of(bruno, INBOX)


def test_the_agent_reads_who_read(answered, people, signed_in, saaq_agent):
    page = reverse("admin:threads_thread_change", args=[answered.pk])
    agent = signed_in(saaq_agent)
    assert "Pas encore lu" in main_of(agent, page)
    signed_in(people["samir"], place=people["bruno"].citizen).get(answered.get_absolute_url())
    shown = main_of(agent, page)
    assert "par Samir Haddad, au nom de Bruno Gagnon" in shown and "par Bruno Gagnon" not in shown
    signed_in(people["bruno"]).get(answered.get_absolute_url())
    shown = main_of(agent, page)
    assert "par Samir Haddad, au nom de Bruno Gagnon" in shown and "par Bruno Gagnon<" in shown


def test_who_read_first_is_kept(answered, people, signed_in):
    for key in ("samir", "bruno", "samir"):
        place = people["bruno"].citizen if key == "samir" else None
        signed_in(people[key], place=place).get(answered.get_absolute_url())
    message = Message.objects.get(author_kind="agent")
    assert message.read_by == people["samir"] and MessageReading.objects.count() == 2


def test_a_refused_reply_reads_nothing(answered, people, signed_in):
    assert signed_in(people["bruno"]).post(answered.get_absolute_url(), {"body": ""}).status_code == 422
    assert not MessageReading.objects.exists()


def test_the_lists_cost_the_same_with_more_conversations(start, answer, bruno, signed_in):
    answer(start(by=bruno, citizen=bruno.citizen))
    for page in (INBOX, SPACE):
        with growth(signed_in(bruno), page) as cost:
            for _ in range(4):
                answer(start(by=bruno, citizen=bruno.citizen))
        assert cost.before == cost.after


def test_a_conversation_costs_the_same_with_more_readers(answered, answer, people, signed_in):
    client = signed_in(people["bruno"])
    client.get(answered.get_absolute_url())
    with growth(client, answered.get_absolute_url()) as cost:
        for _ in range(4):
            answer(answered)
        signed_in(people["samir"], place=people["bruno"].citizen).get(answered.get_absolute_url())
    assert cost.before == cost.after and CANARY in main_of(client, answered.get_absolute_url())
