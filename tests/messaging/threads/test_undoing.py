"""What was just sent is taken back for a minute, while nobody read it; its text is a draft again."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.models import Message, Thread
from messaging.threads.passing import pass_to
from messaging.threads.undoing import NoLongerUndoable, undo
from portal import clock
from portal.documents import store
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.drafts.models import Draft
from portal.work_items.models import WorkItem
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db


def url_of(message) -> str:
    return reverse("threads:undo", args=[message.thread_id, message.pk])


def items() -> list[tuple[str, bool]]:
    return sorted((item.kind, item.done_at is None) for item in WorkItem.objects.all())


def test_a_first_message_leaves_nothing_and_its_text_comes_back(
    start, amelie, saaq_team, signed_in, django_capture_on_commit_callbacks
):
    thread = start(subject="Mon permis", body="Bonjour", uploads=[seal_upload("bail.pdf", corpus.pdf())])
    document, client = Document.objects.get(), signed_in(amelie)
    assert "Annuler l’envoi" in client.get(thread.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url_of(thread.messages.get()), follow=True)
    assert "L’envoi est annulé" in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{reverse('threads:new')}?team={saaq_team.pk}"
    form = answer.context["form"]
    assert (form["subject"].value(), form["body"].value()) == ("Mon permis", "Bonjour")
    assert not Thread.objects.exists() and not Document.objects.exists() and not WorkItem.objects.exists()
    assert not store.path_of(document.storage_key).exists()


def test_a_reply_taken_back_is_awaited_again(start, answer, amelie, saaq_agent, signed_in):
    thread = start()
    thread.refresh_from_db()
    actions.read(by=saaq_agent, thread=thread, as_kind="agent")
    answer(thread, answer_by=clock.today() + dt.timedelta(days=4))
    before, client = items(), signed_in(amelie)
    sent = {"body": "Voici", "key": uuid.uuid4(), "draft_revision": "0"}
    client.post(thread.get_absolute_url(), sent)
    assert items() != before
    client.post(reverse("threads:save_reply", args=[thread.pk]), {"body": "Autre chose", "draft_revision": "0"})
    client.post(url_of(Message.objects.get(body__isnull=False, author_kind="citizen", read_at=None)))
    assert items() == before and thread.messages.count() == 2
    thread.refresh_from_db()
    assert thread.unread_team == 0 and thread.last_message_at == thread.messages.order_by("sent_at").last().sent_at
    assert Draft.objects.get().words == {"body": "Voici\n\nAutre chose"}


@pytest.mark.parametrize("late", ["read", "minute", "answered", "passed"])
def test_too_late_it_stays(start, answer, amelie, saaq_agent, saaq, signed_in, late):
    thread = start()
    message = thread.messages.get()
    if late == "read":
        thread.refresh_from_db()
        actions.read(by=saaq_agent, thread=thread, as_kind="agent")
    elif late == "minute":
        Message.objects.filter(pk=message.pk).update(sent_at=clock.now() - dt.timedelta(seconds=61))
    elif late == "answered":
        answer(thread)
    else:
        pass_to(by=saaq_agent, thread=thread, team=saaq.teams.get(name="Accidents de la route"))
    page = signed_in(amelie).post(url_of(message), follow=True).content.decode()
    assert (
        "Il est trop tard" in page and "Annuler l’envoi" not in page and Message.objects.filter(pk=message.pk).exists()
    )
    assert not Draft.objects.exists()


@pytest.mark.parametrize("key", ["bruno", "rachel", "alain"])
def test_nobody_else_takes_it_back(start, people, signed_in, key):
    message = start().messages.get()
    assert signed_in(people[key]).post(url_of(message)).status_code == 404
    with pytest.raises(NoLongerUndoable):
        undo(by=people[key], message=message)


def test_pressed_twice(start, amelie, signed_in):
    message, client = start().messages.get(), signed_in(amelie)
    assert client.post(url_of(message)).status_code == 302 and client.post(url_of(message)).status_code == 404
