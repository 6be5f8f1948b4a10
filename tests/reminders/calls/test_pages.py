"""«Appels à faire» in «gestion»: buttons only, the organization's own calls only."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.dossiers.actions import open_dossier
from reminders.calls import actions
from reminders.calls.models import Call
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery

LIST = "/gestion/calls/call/"


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


@pytest.fixture
def call(morning, lea, listed) -> Call:
    return listed(lea)


def page_of(client, call) -> str:
    return client.get(reverse("admin:calls_call_change", args=[call.pk])).content.decode()


def press(client, call, act, **fields):
    url = reverse("admin:calls_call_change", args=[call.pk])
    return client.post(url, {"act": act, **fields}, follow=True)


def test_the_list_gives_number_and_hour(call, agent_client):
    page = agent_client.get(LIST).content.decode()
    assert "Léa Bouchard" in page and "418" in page and "10\u00a0h" in page and "h\u00a000" not in page


def test_who_has_no_space_is_not_said_to_see_who_opened_the_page(call, lea, amelie, agent_client):
    assert "La personne voit" not in page_of(agent_client, call)
    Call.objects.filter(pk=call.pk).update(citizen=amelie.citizen)
    assert "La personne voit que vous avez ouvert cette page" in page_of(agent_client, call)


def test_the_delivery_of_a_call_has_no_message(call, lea, saaq_team, saaq_agent, agent_client):
    """«Preuve – message: <…@localhost>» was said of a call."""
    open_dossier(citizen=lea, team=saaq_team, number="S-1", title="Permis", by=saaq_agent)
    address = reverse("admin:deliveries_delivery_change", args=[call.delivery_id])
    page = agent_client.get(address).content.decode()
    assert "Envoi par téléphone, " in page and "Preuve" not in page and call.delivery.message_id[1:20] not in page
    Delivery.objects.filter(pk=call.delivery_id).update(channel="email")
    assert str(call.delivery.key) not in page
    page = agent_client.get(address).content.decode()
    assert "Envoi par courriel, " in page and "Preuve" in page


def test_the_list_begins_with_the_call_that_has_waited_longest(call, leo, listed, agent_client):
    later = listed(leo)
    page = agent_client.get(LIST).content.decode()
    assert page.index(str(call.pk)) < page.index(str(later.pk))


def test_the_script_appears_once_the_call_is_taken(call, licence, agent_client):
    licence.steps.update(by_channel={"phone": {"fr": "Votre permis se paie avant le {date}, {where}."}})
    before = page_of(agent_client, call)
    assert "Prendre cet appel" in before and "Est-ce que je parle bien" not in before
    page = press(agent_client, call, "take").content.decode()
    assert "Est-ce que je parle bien à Léa Bouchard?" in page
    assert "Votre permis se paie avant le 12 mars 2027, au téléphone" in page
    machine = page[page.index("Sur un répondeur") :]
    assert licence.title_fr not in machine and "Votre permis" not in machine


def test_an_answering_machine_learns_nothing(call, licence, agent_client):
    page = press(agent_client, call, "take").content.decode()
    left = page[page.index("Sur un répondeur") : page.index("Résultat de l’appel")]
    assert str(licence.organization) not in left and "Léa" in left


def test_whoever_answers_hears_no_organization(call, licence, agent_client):
    page = press(agent_client, call, "take").content.decode()
    heard = page[page.index("Bonjour, je m’appelle") : page.index("Je vous appelle pour")]
    assert str(licence.organization) not in heard and licence.title_fr not in heard


@pytest.mark.parametrize("outcome", actions.OUTCOMES)
def test_each_outcome_is_one_button(call, agent_client, outcome):
    press(agent_client, call, "take")
    answer = press(agent_client, call, outcome)
    call.refresh_from_db()
    assert call.tries == 1 and "Noté" in answer.content.decode()
    assert AuditEvent.objects.get(verb="call.noted").detail["outcome"] == outcome


def test_noted_twice_it_is_one_try(call, agent_client):
    press(agent_client, call, "take")
    press(agent_client, call, "no_answer")
    answer = press(agent_client, call, "no_answer")
    call.refresh_from_db()
    assert call.tries == 1 and "rien n’a été noté" in answer.content.decode()


def test_the_first_of_a_month_is_said_as_french_wants(morning, lea, listed, saaq_agent, signed_in):
    morning.move_to(dt.datetime(2027, 5, 31, 21, 30, tzinfo=dt.UTC))  # Monday, 17:30: the next try is tomorrow's
    client, call = signed_in(saaq_agent), listed(lea)
    press(client, call, "take")
    page = press(client, call, "no_answer").content.decode()
    assert "À rappeler le 1er juin 2027 à 9\u00a0h (heure de la personne)" in page


def test_said_done_on_the_telephone_it_is_done(call, lea, agent_client, saaq_agent):
    press(agent_client, call, "take")
    deadline = Deadline.objects.get(citizen=lea)
    page = press(agent_client, call, "done", deadline=str(deadline.pk)).content.decode()
    deadline.refresh_from_db()
    assert (deadline.state, deadline.closed_by) == ("done", saaq_agent)
    assert "Il n’y a plus rien à dire" in page and "Résultat de l’appel" in page


def test_done_speaks_only_of_this_calls_deadlines(call, followed, amelie, agent_client):
    press(agent_client, call, "take")
    other = followed(amelie, channels=[])
    press(agent_client, call, "done", deadline=str(other.pk))
    other.refresh_from_db()
    assert other.state == "open"


@pytest.mark.parametrize("act", ["", "nonsense", "to_call", "cancelled", "done"])
def test_nonsense_changes_nothing_and_says_so(call, agent_client, act):
    press(agent_client, call, "take")
    answer = press(agent_client, call, act, deadline="x")
    call.refresh_from_db()
    assert answer.status_code == 200 and list(answer.context["messages"])
    assert (call.state, call.tries) == ("to_call", 0)


def test_a_colleague_sees_that_it_is_taken(call, agent_client, supervisor, signed_in):
    press(agent_client, call, "take")
    colleague = signed_in(supervisor)
    assert "Quelqu’un d’autre appelle" in page_of(colleague, call)
    assert "Prenez l’appel suivant" in press(colleague, call, "take").content.decode()
    press(agent_client, call, "leave")
    assert "Prendre cet appel" in page_of(colleague, call)


def test_before_nine_there_is_no_button(people, licence, lea, listed, saaq_agent, signed_in):
    with time_machine.travel("2027-03-02T13:30:00+00:00"):  # 8:30 in Toronto
        client, call = signed_in(saaq_agent), listed(lea)
        page = page_of(client, call)
        assert "Ce n’est pas l’heure" in page and "Prendre cet appel" not in page
        assert "trop tôt ou trop tard" in press(client, call, "take").content.decode()
    assert Call.objects.get().claimed_by is None


def test_another_reminder_of_the_same_person_is_told(call, lea, listed, agent_client):
    """By the same team, in the same call (`test_together`)."""
    listed(lea, days=12)
    assert "14 mars 2027" in press(agent_client, call, "take").content.decode()


@pytest.mark.parametrize("key", ["amelie", "diane", "emile", "olga", "steve"])
def test_strangers_see_nothing(call, people, signed_in, key):
    client = signed_in(people[key])
    url = reverse("admin:calls_call_change", args=[call.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"act": "take"}).status_code == 404
    assert "Bouchard" not in client.get(LIST).content.decode()
    call.refresh_from_db()
    assert call.claimed_by is None


@pytest.mark.parametrize("key", ["x", "0", "00000000-0000-0000-0000-000000000000", "%00"])
def test_an_unknown_call_is_not_there(agent_client, key):
    assert agent_client.get(f"{LIST}{key}/change/").status_code == 404


def test_opening_is_told_to_the_person(call, lea, saaq_agent, agent_client):
    page_of(agent_client, call)
    event = AuditEvent.objects.get(verb="call.read")
    assert (event.citizen_id, event.by_id) == (lea.pk, saaq_agent.pk)
