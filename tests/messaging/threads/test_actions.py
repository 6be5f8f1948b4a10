"""Writing, answering, reading: what each leaves behind, once."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from messaging.threads import actions
from messaging.threads.models import Message, Thread
from messaging.threads.templatetags.threads_tags import author, read_by
from portal import clock
from portal.audit.models import AuditEvent
from portal.demonstration.seeds import seed
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.foundation.crypto import Unsealable
from portal.notices.models import Notice
from portal.organizations.models import Team
from portal.work_items.models import WorkItem
from tests.messaging.threads.conftest import CANARY
from tests.own_apps import own_models
from tests.portal.documents import corpus
from tests.together import at_once

pytestmark = pytest.mark.django_db


def unread(thread: Thread, user) -> int:
    """How many of the team's messages this account has not read in that conversation."""
    return Thread.objects.with_unread(user).get(pk=thread.pk).unread


def raw_rows(table: str) -> bytes:
    """Every byte of a table as the database gives it, columns of bytes included."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return b"|".join(
            bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for row in cursor for v in row
        )


def test_writing_leaves_a_task_a_journal_row_and_no_notice(start, amelie, saaq_team) -> None:
    thread = start()
    thread.refresh_from_db()
    assert (thread.unread_team, unread(thread, amelie), thread.organization) == (1, 0, saaq_team.organization)
    item = WorkItem.objects.open().about(thread).get()
    assert (item.kind, item.team, item.sentence) == ("messaging.answer", saaq_team, "Répondre à un message")
    assert item.due_at > clock.now()
    event = AuditEvent.objects.get(verb="thread.started")
    assert (event.by_id, event.citizen_id, event.subject_id) == (amelie.pk, amelie.citizen.pk, str(thread.pk))
    assert not Notice.objects.exists()


def test_answering_closes_the_task_and_tells_the_citizen(start, answer, amelie, saaq_agent) -> None:
    thread = start()
    answer(thread)
    thread.refresh_from_db()
    assert unread(thread, amelie) == 1
    closed = WorkItem.objects.about(thread).get()
    assert closed.done_by == saaq_agent and closed.done_at
    notice = Notice.objects.get()
    assert (notice.kind, notice.citizen, notice.subject_id) == ("message", amelie.citizen, thread.pk)


def test_an_answer_asked_for_is_on_the_citizen_s_list_until_given(start, answer, amelie) -> None:
    thread = start()
    answer(thread, answer_by=clock.today() + dt.timedelta(days=5))
    item = WorkItem.objects.open().of_citizens(amelie).get()
    assert item.kind == "messaging.reply" and item.due_at.astimezone().minute == 59
    actions.reply(by=amelie, thread=thread, author_kind="citizen", body="Oui.", key=uuid.uuid4())
    assert not WorkItem.objects.open().of_citizens(amelie).exists()
    assert WorkItem.objects.open().about(thread).get().kind == "messaging.answer"


def test_the_same_form_sent_twice_is_one_message(start, answer, amelie, saaq_team) -> None:
    key = uuid.uuid4()
    given = {"by": amelie, "citizen": amelie.citizen, "team": saaq_team, "subject": "a", "body": "b", "key": key}
    assert actions.write(**given) == actions.write(**given)
    thread = Thread.objects.get()
    first = answer(thread, key=key)  # another person's key is another key
    assert answer(thread, key=key) == first
    assert Message.objects.count() == 2


def test_reading_marks_both_ways_and_is_journaled(start, answer, amelie, saaq_agent) -> None:
    thread = start()
    answer(thread)

    def read(by, as_kind: str) -> int:
        thread.refresh_from_db()
        return actions.read(by=by, thread=thread, as_kind=as_kind)

    assert [read(saaq_agent, "agent"), read(saaq_agent, "agent")] == [1, 0]
    assert [read(amelie, "citizen"), read(amelie, "citizen")] == [1, 0]
    thread.refresh_from_db()
    assert (thread.unread_team, unread(thread, amelie)) == (0, 0)
    assert not Message.objects.unread().exists()
    # Each opening by an agent, and the citizen's first reading only.
    assert AuditEvent.objects.filter(verb="thread.read").count() == 3


def test_nothing_in_clear_in_the_database(start, amelie) -> None:
    start(uploads=[seal_upload("nom-canari.pdf", corpus.pdf())])
    tables = [model._meta.db_table for model in own_models()]
    assert len(tables) > 10
    for table in tables:
        assert b"canari" not in raw_rows(table), table


def test_a_body_does_not_open_in_another_row(start) -> None:
    first, second = (start().messages.get() for _ in range(2))
    sealed = Message.objects.filter(pk=first.pk).values_list("body", flat=True).get()
    Message.objects.filter(pk=second.pk).update(body=sealed)
    assert Message.objects.get(pk=first.pk).body == CANARY
    with pytest.raises(Unsealable):
        _ = Message.objects.get(pk=second.pk).body


def test_a_team_that_closed_receives_nothing(start, saaq_team) -> None:
    """Asked of the row: what the form read may be old."""
    Team.objects.filter(pk=saaq_team.pk).update(accepts_messages=False)
    assert saaq_team.accepts_messages
    with pytest.raises(actions.TeamClosed):
        start(team=saaq_team)


def test_a_failed_action_leaves_nothing(start, monkeypatch) -> None:
    def broken(*args, **kwargs) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        start(uploads=[seal_upload("a.pdf", corpus.pdf())])
    assert not (Thread.objects.exists() or Document.objects.exists() or WorkItem.objects.exists())


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_are_one_conversation() -> None:
    people: dict = {}
    seed(people)
    amelie, key = people["amelie"], uuid.uuid4()
    given = {"by": amelie, "citizen": amelie.citizen, "team": Team.objects.get(name="Permis de conduire")}
    done = at_once(lambda: actions.write(**given, subject="a", body="b", key=key).pk, 8)
    assert len(done) == 8 and len(set(done)) == 1 and Message.objects.count() == 1


def test_reading_one_conversation_leaves_the_others_unread(start, answer, amelie, bruno, saaq_agent, saaq_team) -> None:
    mine, other, theirs = start(), start(), start(by=bruno, citizen=bruno.citizen)
    for thread in (mine, other, theirs):
        answer(thread)
        thread.refresh_from_db()
    actions.read(by=amelie, thread=mine, as_kind="citizen")
    actions.read(by=saaq_agent, thread=other, as_kind="agent")
    threads = Thread.objects.filter(pk__in=[mine.pk, other.pk, theirs.pk])
    left = {thread.pk: (unread(thread, thread.citizen.user), thread.unread_team) for thread in threads}
    assert left == {mine.pk: (0, 1), other.pk: (1, 0), theirs.pk: (1, 1)}


def test_the_person_reads_and_answers_without_an_account(start, answer, amelie) -> None:
    thread = start()
    answer(thread, answer_by=clock.today() + dt.timedelta(days=5))
    assert (actions.read_without_account(thread=thread), actions.read_without_account(thread=thread)) == (1, 0)
    key = uuid.uuid4()
    first = actions.reply_without_account(thread=thread, body="Voici.", key=key)
    assert actions.reply_without_account(thread=thread, body="Voici.", key=key) == first
    assert (first.by, first.is_without_account, author(first, thread)) == (None, True, f"{amelie.citizen}, sans compte")
    assert [item.kind for item in WorkItem.objects.open().about(thread)] == ["messaging.answer"]
    told = thread.messages.with_details().get(author_kind="agent")
    assert [name for name, at in read_by(told, thread)] == [f"{amelie.citizen}, sans compte"]
    assert unread(thread, amelie) == 1  # her account reads for itself
