"""Home, menu, messages and inbox say the same of what is unread; «À faire» is one list, late first."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from messaging.threads import actions as threads
from portal.clock import today
from portal.dossiers.models import Dossier
from portal.notices.unread import unread_of
from portal.people.models import User
from portal.requested_documents import actions as requests
from portal.work_items.todo import todo_of
from reminders.deadlines.actions import mark_done
from reminders.deliveries.release import release_due, release_notices
from reminders.inbox import waiting
from reminders.inbox.models import InboxItem
from tests.queries import growth

HOME, INBOX, MESSAGES = reverse("pages:space"), reverse("inbox:inbox"), reverse("threads:inbox")
NOTHING = "Rien à faire pour l’instant"


@pytest.fixture
def said(signed_in):
    """(Messages, notices) that the account has not read, as home, menu, messages and inbox each say it."""

    def read(user: User) -> tuple[int, int]:
        client = signed_in(user)
        home, messages, inbox = (client.get(page).content.decode() for page in (HOME, MESSAGES, INBOX))
        counts = unread_of(User.objects.get(pk=user.pk))
        in_menu = re.findall(r'href="/messages/"[^>]*>Messages(?: <span class="r-count">(\d+)</span>)?', home)
        assert {int(count or 0) for count in in_menu} == {counts.messages}
        # A space that holds nothing yet shows its three choices instead.
        to_do = home[home.index("space-todo") : home.index("space-dossiers")] if "space-dossiers" in home else ""
        assert sum(int(count) for count in re.findall(r">(\d+) messages? non lus?<", to_do)) == counts.messages
        assert (f"{counts.notices} avis non lu" in home) == bool(counts.notices)
        assert (f"<strong>{counts.messages} message" in messages) == bool(counts.messages)
        assert (f"<strong>{counts.total} non lu" in inbox) == bool(counts.total)
        assert inbox.count("is-unread") == counts.total
        return counts.messages, counts.notices

    return read


@pytest.fixture
def answered(bruno, saaq_team, saaq_agent):
    fields = {"subject": "Mon permis", "body": "Bonjour", "key": uuid.uuid4()}
    thread = threads.write(by=bruno, citizen=bruno.citizen, team=saaq_team, **fields)
    threads.reply(by=saaq_agent, thread=thread, author_kind="agent", body="Voici.", key=uuid.uuid4())
    release_notices()
    return thread


def test_after_each_event_the_pages_agree(said, signed_in, bruno, answered, saaq_agent, saaq_team, followed):
    client = signed_in(bruno)
    assert said(bruno) == (1, 0)
    threads.reply(by=saaq_agent, thread=answered, author_kind="agent", body="Et aussi.", key=uuid.uuid4())
    release_notices()
    assert said(bruno) == (2, 0)
    client.get(answered.get_absolute_url())
    assert said(bruno) == (0, 0)
    requested_document = requests.ask(
        by=saaq_agent, citizen=bruno.citizen, team=saaq_team, label="Bail", due_on=today() + dt.timedelta(days=9)
    )
    release_notices()
    assert said(bruno) == (0, 1)
    client.get(requested_document.get_absolute_url())  # read with the page it tells of
    assert said(bruno) == (0, 0)


def test_the_unread_are_counted_among_the_newest(monkeypatch, bruno, saaq_agent, saaq_team, followed):
    """However many a person keeps, a page reads no more of them."""
    for label in ("Bail", "Avis"):
        requests.ask(by=saaq_agent, citizen=bruno.citizen, team=saaq_team, label=label, due_on=today())
    followed(bruno), release_notices()
    counted = unread_of(User.objects.get(pk=bruno.pk)).notices
    monkeypatch.setattr(waiting, "NEWEST", 1)
    assert (counted, unread_of(User.objects.get(pk=bruno.pk)).notices) == (2, 1)


def test_a_reminder_is_read_with_its_date(said, signed_in, bruno, followed, clock_offset):
    deadline = followed(bruno)
    clock_offset(days=4)
    release_due()
    assert said(bruno) == (0, 1)
    signed_in(bruno).get(deadline.get_absolute_url())
    assert said(bruno) == (0, 0)


def test_a_helper_counts_for_herself(said, signed_in, bruno, people, answered):
    signed_in(people["samir"], place=people["bruno"].citizen).get(answered.get_absolute_url())
    assert said(people["samir"]) == (0, 0) and said(bruno) == (1, 0)


def test_a_missed_date_is_to_do_and_first(signed_in, bruno, followed, answered, clock_offset):
    """W-6: «Rien à faire», with a green tick, stood above a health card expired three days ago."""
    deadline = followed(bruno)
    clock_offset(days=(deadline.due_on - today()).days + 3)
    lines = todo_of(User.objects.get(pk=bruno.pk))
    assert (lines[0].url, lines[0].is_late, lines[0].days) == (deadline.get_absolute_url(), True, -3)
    page = signed_in(bruno).get(HOME).content.decode()
    assert NOTHING not in page and "En retard de 3 jours" in page
    assert page.index(deadline.get_absolute_url()) < page.index("Lire la réponse")
    mark_done(deadline=deadline, by=bruno)
    assert not any(line.is_late for line in todo_of(User.objects.get(pk=bruno.pk)))


def test_a_near_date_is_to_do_and_a_far_one_is_not_yet(signed_in, bruno, followed, clock_offset):
    deadline = followed(bruno)
    near = (deadline.due_on - today()).days <= 14
    assert bool(todo_of(User.objects.get(pk=bruno.pk))) == near
    clock_offset(days=(deadline.due_on - today()).days - 2)
    line = todo_of(User.objects.get(pk=bruno.pk))[0]
    assert line.days == 2 and not line.is_late and line.tag == ("neutral", "dans 2 jours")


def test_a_thread_that_awaits_an_answer_is_one_line_with_its_date(bruno, answered, saaq_agent):
    due_on = today() + dt.timedelta(days=5)
    fields = {"author_kind": "agent", "body": "Répondez.", "key": uuid.uuid4(), "answer_by": due_on}
    threads.reply(by=saaq_agent, thread=answered, **fields)
    lines = [line for line in todo_of(User.objects.get(pk=bruno.pk)) if line.url == answered.get_absolute_url()]
    assert [line.due_on for line in lines] == [due_on]


def test_with_nothing_left_the_tick_is_true(signed_in, amelie, saaq_team):
    where = {"team": saaq_team, "organization": saaq_team.organization}
    Dossier.objects.create(citizen=amelie.citizen, number="A1", title="X", **where)
    assert NOTHING in signed_in(amelie).get(HOME).content.decode() and not todo_of(User.objects.get(pk=amelie.pk))


def test_a_stranger_sees_nothing_of_it(amelie, answered, followed, bruno):
    followed(bruno)
    assert not todo_of(User.objects.get(pk=amelie.pk))
    assert not InboxItem.objects.visible_to(amelie).exists()


def test_the_home_costs_the_same_with_more_to_do(signed_in, bruno, answered, saaq_agent, saaq_team):
    client = signed_in(bruno)
    client.get(HOME)
    with growth(client, HOME) as cost:
        for _ in range(5):
            fields = {"subject": "Encore", "body": "Bonjour", "key": uuid.uuid4()}
            thread = threads.write(by=bruno, citizen=bruno.citizen, team=saaq_team, **fields)
            threads.reply(by=saaq_agent, thread=thread, author_kind="agent", body="Oui.", key=uuid.uuid4())
    assert cost.after == cost.before
