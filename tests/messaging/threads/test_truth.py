"""Both sides read the truth: how a person will learn of an answer, what left, and who else is answering."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from messaging.threads.models import Message, Thread
from portal.clock import day_of, now, today
from portal.consents.actions import give
from portal.consents.models import Consent, Purpose
from portal.people.actions import set_phone
from portal.people.models import Citizen
from portal.work_items.models import WorkItem
from reminders.deliveries.release import release_notices
from reminders.preferences.wordings import wording_of

pytestmark = pytest.mark.django_db
NEW = "/messages/nouveau/"
NOTHING = "Rien ne sortira du portail"


@pytest.fixture
def started(start) -> Thread:
    """A conversation as its page shows it."""
    return Thread.objects.get(pk=start().pk)


@pytest.fixture
def by_email(amelie):
    """Amélie accepts to be told by e-mail that something waits."""
    Consent.objects.in_force().filter(citizen=amelie.citizen).mark_withdrawn(
        withdrawn_at=now(), withdrawn_by=amelie, withdrawn_how="web"
    )

    def accept() -> None:
        wording = wording_of(Purpose.FILE_NEWS, "email")
        give(citizen=amelie.citizen, purpose=Purpose.FILE_NEWS, channel="email", wording=wording, by=amelie)

    return accept


def address(thread: Thread) -> str:
    return reverse("admin:threads_thread_change", args=[thread.pk])


def post(client, thread: Thread, **changes):
    """As the page that `thread` was read for: the object keeps the conversation as it was then."""
    posted = {"body": "Voici.", "seen": thread.last_message_at.isoformat(), "key": uuid.uuid4()}
    return client.post(address(thread), {**posted, **changes}, follow=True)


def test_before_and_after_answering_the_agent_reads_that_nothing_leaves(by_email, started, saaq_agent, signed_in):
    thread, client = started, signed_in(saaq_agent)
    assert NOTHING in client.get(address(thread)).content.decode()
    page = post(client, thread).content.decode()
    assert "Votre réponse est envoyée. Rien ne sortira" in page and "est avertie" not in page


def test_before_and_after_answering_the_agent_reads_by_what_it_leaves(by_email, started, saaq_agent, signed_in):
    by_email()
    thread, client = started, signed_in(saaq_agent)
    page = client.get(address(thread)).content.decode()
    assert "La personne sera avertie par courriel" in page and NOTHING not in page
    assert "Avis de votre dernière réponse" not in page
    page = post(client, thread).content.decode()
    assert "Votre réponse est envoyée. La personne sera avertie par courriel" in page
    assert release_notices()
    assert "Avis de votre dernière réponse" in client.get(address(thread)).content.decode()


def test_nothing_leaves_is_said_of_what_was_not_chosen(by_email, started, saaq_agent, signed_in):
    """One may choose to be told of messages and not of requested documents."""
    by_email()
    due_on = (today() + dt.timedelta(days=9)).isoformat()
    asked = {"requested_document-label": "relevé", "requested_document-due_on": due_on}
    page = signed_in(saaq_agent).post(address(started), asked, follow=True).content.decode()
    assert (
        f"{NOTHING}\u00a0: cette personne n’a choisi aucun moyen qui la joigne quand on lui demande une pièce." in page
    )


def test_where_to_call_the_number_is_given_or_said_unknown(by_email, amelie, started, saaq_agent, signed_in):
    client, citizen = signed_in(saaq_agent), amelie.citizen
    set_phone(citizen=citizen, phone="+14185550142", verified=True, by=amelie)
    assert "appelez-la au 418\u00a0555-0142." in client.get(address(started)).content.decode()
    Citizen.objects.filter(pk=citizen.pk).update(phone="", phone_verified_at=None)
    page = client.get(address(started)).content.decode()
    assert "appelez-la (aucun numéro connu)." in page and "quand un message l’attend" in page


def test_the_second_of_two_agents_reads_the_first_ones_answer(started, saaq_agent, people, signed_in):
    thread, first, second = started, signed_in(saaq_agent), signed_in(people["sylvie"])
    first.get(address(thread))
    second.get(address(thread))
    assert str(people["sylvie"].display_name) not in second.get(address(thread)).content.decode().split("<main")[1]
    post(first, thread, body="Envoyez votre preuve.")
    refused = post(second, thread, body="N’envoyez rien.")
    page = refused.content.decode()
    assert refused.status_code == 422 and Message.objects.count() == 2
    assert "Envoyez votre preuve." in page and "N’envoyez rien." in page and "Un message est arrivé" in page
    fresh = refused.context["form"]["seen"].value()
    assert post(second, thread, body="N’envoyez rien d’autre.", seen=fresh).status_code == 200
    assert Message.objects.count() == 3


@pytest.mark.parametrize("seen", ["abc", "2026-13-45T00:00:00+00:00", "2026-11-28T12:00:00", "0001-01-01T00:00:00Z"])
def test_a_mark_of_the_page_that_means_nothing_sends_nothing(started, saaq_agent, signed_in, seen):
    answer = post(signed_in(saaq_agent), started, seen=seen)
    assert answer.status_code == 422 and "Un message est arrivé" in answer.content.decode()
    assert Message.objects.count() == 1


def test_a_colleague_who_has_it_open_is_named(start, saaq_team, saaq_agent, people, signed_in):
    thread, client = start(), signed_in(saaq_agent)
    assert "a ouvert cette conversation" not in client.get(address(thread)).content.decode()
    colleague = next(
        one.user
        for one in saaq_team.memberships.filter(ended_at=None).select_related("user").order_by("pk")
        if one.user_id != saaq_agent.pk
    )
    signed_in(colleague).get(address(thread))
    assert f"{colleague.display_name} a ouvert cette conversation" in client.get(address(thread)).content.decode()


def test_the_first_message_asks_once_in_the_exact_words(by_email, amelie, saaq_team, signed_in):
    client, wording = signed_in(amelie), wording_of(Purpose.FILE_NEWS, "email")
    form = {"citizen": amelie.citizen.pk, "team": saaq_team.pk, "subject": "a", "body": "b"}
    page = client.get(NEW)
    assert page.context["form"]["tell_by"].value() in (None, []) and wording in page.content.decode()
    page = client.post(NEW, {**form, "key": uuid.uuid4(), "tell_by": "email"}, follow=True).content.decode()
    assert "Vous serez averti par courriel quand la réponse sera là." in page
    accepted = Consent.objects.in_force().get(citizen=amelie.citizen)
    assert (accepted.purpose, accepted.channel, accepted.wording) == ("file_news", "email", wording)
    assert "tell_by" not in client.get(NEW).context["form"].fields


def test_whoever_ticks_nothing_reads_that_nothing_will_be_sent(by_email, amelie, saaq_team, signed_in):
    client = signed_in(amelie)
    form = {"citizen": amelie.citizen.pk, "team": saaq_team.pk, "subject": "a", "body": "b", "key": uuid.uuid4()}
    page = client.post(NEW, form, follow=True).content.decode()
    assert "Rien ne vous sera envoyé" in page
    assert not Consent.objects.in_force().filter(citizen=amelie.citizen).exists()


@pytest.mark.parametrize(("days", "words"), [(1, "En retard de 1 jour"), (12, "En retard de 12 jours")])
def test_late_is_said_first_and_in_words(start, saaq_agent, signed_in, days, words, clock_offset):
    start()
    item = WorkItem.objects.get()
    clock_offset(days=(day_of(item.due_at) - day_of(item.since)).days + days)
    page = signed_in(saaq_agent).get("/gestion/work_items/workitem/").content.decode()
    assert f'<strong class="g-late">{words}</strong>' in page and "icon-yes" not in page
