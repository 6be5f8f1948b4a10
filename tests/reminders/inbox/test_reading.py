"""The inbox of avis, read by each account; it never disagrees with the conversations it tells of."""

import uuid

import pytest
from django.urls import reverse

from messaging.threads import actions as threads
from reminders.deliveries.release import release_due, release_notices
from reminders.inbox.models import InboxItem, InboxItemReading
from tests.queries import queries_of

INBOX, MESSAGES = reverse("inbox:inbox"), reverse("threads:inbox")


@pytest.fixture
def reminded(followed, bruno, clock_offset) -> InboxItem:
    followed(bruno)
    clock_offset(days=4)
    release_due()
    return InboxItem.objects.get()


@pytest.fixture
def answered(bruno, saaq_team, saaq_agent):
    thread = threads.write(
        by=bruno, citizen=bruno.citizen, team=saaq_team, subject="Objet", body="Bonjour", key=uuid.uuid4()
    )
    answer(thread, saaq_agent)
    return thread


def answer(thread, agent) -> None:
    threads.reply(by=agent, thread=thread, author_kind="agent", body="Voici.", key=uuid.uuid4())
    release_notices()


def left(user) -> int:
    return InboxItem.objects.visible_to(user).unread_by(user).count()


def test_a_helper_s_reading_leaves_it_unread_for_the_person(reminded, people, signed_in):
    samir, bruno = people["samir"], people["bruno"]
    signed_in(samir, place=bruno.citizen).get(reminded.get_absolute_url())
    assert (left(samir), left(bruno)) == (0, 1)
    assert "non lu" in signed_in(bruno).get(INBOX).content.decode()
    signed_in(bruno).get(reminded.get_absolute_url())
    signed_in(bruno).get(reminded.get_absolute_url())
    assert (left(samir), left(bruno), InboxItemReading.objects.count()) == (0, 0, 2)
    reminded.refresh_from_db()
    assert reminded.read_by == samir  # the first reading, which says that the reminder arrived


def test_read_in_the_conversation_it_is_read_in_the_inbox(answered, people, signed_in, saaq_agent):
    """From the conversation itself, by this account only; a message that comes later is news again, alone."""
    samir, bruno = people["samir"], people["bruno"]
    signed_in(bruno).get(answered.get_absolute_url())
    assert (left(samir), left(bruno)) == (1, 0)
    answer(answered, saaq_agent)
    assert (left(samir), left(bruno)) == (2, 1)


def test_the_news_of_a_message_opens_the_message(answered, people, signed_in):
    client = signed_in(people["bruno"])
    opened = client.get(InboxItem.objects.get().get_absolute_url(), follow=True)
    assert opened.redirect_chain == [(answered.get_absolute_url(), 302)]
    assert left(people["bruno"]) == 0 and "non lu" not in client.get(MESSAGES).content.decode()


def test_read_before_it_was_released(answered, people, signed_in, bruno, saaq_agent):
    threads.reply(by=saaq_agent, thread=answered, author_kind="agent", body="Encore.", key=uuid.uuid4())
    signed_in(bruno).get(answered.get_absolute_url())
    release_notices()
    assert left(bruno) == 0


def test_the_inbox_costs_the_same_with_more_news(answered, people, signed_in, saaq_agent):
    client = signed_in(people["bruno"])
    queries_of(client, INBOX)
    before = queries_of(client, INBOX)
    for _ in range(4):
        answer(answered, saaq_agent)
    assert queries_of(client, INBOX) == before
