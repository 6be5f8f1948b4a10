"""The card of a person: who they are, how they are reached, matters with the agent's teams, every contact."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from messaging.threads.actions import reply, write
from messaging.threads.models import Message
from portal.clock import now
from portal.consents.models import Channel
from portal.contact_notes import actions as notes
from portal.contact_notes.models import ContactNote
from portal.people.actions import set_phone
from reminders.assisted.timeline import A_PAGE, contacts_with
from reminders.deliveries.models import Delivery
from reminders.letters.models import Letter
from tests.queries import growth
from tests.reminders.paper import delivery_of


@pytest.fixture
def thread(amelie, saaq_team):
    return write(
        key=uuid.uuid4(), by=amelie, citizen=amelie.citizen, team=saaq_team, subject="Mon permis", body="Bonjour"
    )


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


def page_of(citizen) -> str:
    return reverse("admin:assisted_servedperson_change", args=[citizen.pk])


def test_it_shows_who_she_is_who_acts_for_her_and_her_matters(thread, agent_client, amelie, rachel):
    set_phone(citizen=amelie.citizen, phone="+14185550155", verified=False, by=amelie)
    page = agent_client.get(page_of(amelie.citizen)).content.decode()
    for shown in ("418 555-0155", "pour les appels", str(rachel), "Mon permis", amelie.citizen.email):
        assert shown in page, shown


def test_another_organization_s_matters_are_not_there(thread, amelie, ramq, ramq_agent, signed_in):
    team = ramq_agent.memberships.get().team
    write(key=uuid.uuid4(), by=amelie, citizen=amelie.citizen, team=team, subject="Ma carte soleil", body="Bonjour")
    page = signed_in(ramq_agent).get(page_of(amelie.citizen)).content.decode()
    assert "Ma carte soleil" in page and "Mon permis" not in page


def test_a_call_is_noted_once_and_seen_by_the_team_only(thread, agent_client, amelie, saaq_team, people):
    for _ in range(2):
        agent_client.post(page_of(amelie.citizen), {"act": "note", "way": "call_in", "text": "Rappeler lundi"})
    agent_client.post(
        page_of(amelie.citizen), {"act": "note", "way": "call_in", "text": "Rappeler lundi", "team": saaq_team.pk}
    )
    assert ContactNote.objects.count() == 1
    assert "Rappeler lundi" in agent_client.get(page_of(amelie.citizen)).content.decode()
    assert not ContactNote.objects.visible_to(people["benoit"]).exists()
    assert not ContactNote.objects.visible_to(amelie).exists()


def test_the_person_reads_that_it_was_noted_and_not_the_words(thread, amelie, saaq_team, saaq_agent, signed_in):
    notes.note(citizen=amelie.citizen, team=saaq_team, way="visit", text="Semblait inquiète", by=saaq_agent)
    page = signed_in(amelie).get(reverse("pages:journal")).content.decode()
    assert "a noté un échange avec vous" in page and "inquiète" not in page


def test_contacts_of_every_way_are_one_list_in_pages(thread, amelie, saaq_agent, saaq_team):
    reply(key=uuid.uuid4(), author_kind=Message.Author.AGENT, thread=thread, by=saaq_agent, body="Nous regardons")
    for day in range(A_PAGE + 5):
        note = notes.note(citizen=amelie.citizen, team=saaq_team, way="call_in", text=f"Appel {day}", by=saaq_agent)
        ContactNote.objects.filter(pk=note.pk).update(at=now() - dt.timedelta(days=day + 1))
    first, last = contacts_with([amelie.citizen.pk], by=saaq_agent)
    assert len(first) == A_PAGE and last
    assert {"Message envoyé", "Message de la personne", "la personne a appelé"} <= {contact.what for contact in first}
    rest, none = contacts_with([amelie.citizen.pk], by=saaq_agent, after=last)
    assert none is None and not {one.at for one in first} & {one.at for one in rest}


def test_contacts_of_one_instant_are_all_read(thread, amelie, saaq_agent, saaq_team):
    """As the letters of a batch are."""
    for number in range(2 * A_PAGE + 1):
        notes.note(citizen=amelie.citizen, team=saaq_team, way="call_in", text=f"Appel {number}", by=saaq_agent)
    ContactNote.objects.update(at=thread.messages.get().sent_at)
    seen, last = contacts_with([amelie.citizen.pk], by=saaq_agent)
    while last:
        page, last = contacts_with([amelie.citizen.pk], by=saaq_agent, after=last)
        seen += page
    assert len({one.text for one in seen}) == len(seen) == 2 * A_PAGE + 2


def test_a_letter_is_said_by_what_became_of_its_sheet(licence, amelie, saaq_agent, followed):
    """It was accepted by the queue: that is neither printed nor posted. Of an e-mail, that it left."""
    reminder = followed(amelie).reminders.order_by("pk").first()
    Letter.objects.create(delivery=delivery_of(amelie.citizen, Channel.LETTER, reminder), citizen=amelie.citizen)
    delivery_of(amelie.citizen, Channel.EMAIL, reminder)
    Delivery.objects.update(organization=licence.organization, team=saaq_agent.memberships.get().team)
    said = {contact.what.split("\u00a0: ")[-1] for contact in contacts_with([amelie.citizen.pk], by=saaq_agent)[0]}
    assert said == {"à imprimer", "parti"}


def test_nonsense_in_the_address_is_the_first_page(thread, agent_client, amelie):
    key = uuid.uuid4()
    for nonsense in ("hier", f"2026-01-01 0 {key}", f"9999-12-31T23:59:59+23:59 0 {key}", "2026-01-01T00:00:00Z x y"):
        assert agent_client.get(page_of(amelie.citizen), {"apres": nonsense}).status_code == 200


def test_as_many_queries_whatever_the_volume(thread, agent_client, amelie, saaq_agent, saaq_team):
    with growth(agent_client, page_of(amelie.citizen)) as cost:
        for n in range(20):
            notes.note(citizen=amelie.citizen, team=saaq_team, way="call_in", text=f"Appel {n}", by=saaq_agent)
            reply(key=uuid.uuid4(), author_kind=Message.Author.AGENT, thread=thread, by=saaq_agent, body=f"Réponse {n}")
    assert cost.after == cost.before
