"""Two registrations of one person are joined after both were seen, read together, and separated."""

import pytest
from django.urls import reverse

from portal.dossiers.actions import open_dossier
from portal.people.actions import register_without_account
from portal.people.births import Birth
from portal.people.models import Citizen
from portal.same_people.actions import NotJoinable, join
from portal.same_people.models import SamePerson
from reminders.assisted.actions import register
from reminders.contacts.actions import Contact


def registered(team, by, **more) -> Citizen:
    contact = Contact(postal_address="", phone="", time_zone="America/Toronto", language="fr", hours=None)
    names = {"given_name": "Léon", "family_name": "Savard"} | more
    return register(contact=contact, team=team, by=by, **names)


@pytest.fixture
def both(saaq_team, saaq_agent) -> tuple[Citizen, Citizen]:
    first = registered(saaq_team, saaq_agent, birth=Birth(1950, 4, 1))
    second = registered(saaq_team, saaq_agent)
    open_dossier(citizen=second, team=saaq_team, number="S-2026-902", title="Son permis", by=saaq_agent)
    return first, second


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


def page(person: Citizen, name: str = "join") -> str:
    return reverse(f"admin:assisted_servedperson_{name}", args=[person.pk])


def test_both_are_shown_then_joined_and_read_together(both, agent_client):
    first, second = both
    assert str(second.pk) in agent_client.get(page(first)).content.decode()
    shown = agent_client.post(page(first), {"other": str(second.pk)})
    assert "Est-ce bien la même personne" in shown.content.decode() and not SamePerson.objects.exists()
    for _ in range(2):
        agent_client.post(page(first), {"other": str(second.pk), "act": "join"})
    link = SamePerson.objects.get()
    assert (link.citizen, link.same_as) == (second, first)
    for person in both:
        assert "S-2026-902" in agent_client.get(page(person, "change")).content.decode()


def test_separated_each_is_as_it_was(both, agent_client):
    first, second = both
    agent_client.post(page(first), {"other": str(second.pk), "act": "join"})
    agent_client.post(page(first, "separate"), {"link": str(SamePerson.objects.get().pk)})
    assert not SamePerson.objects.in_force().exists()
    assert "S-2026-902" not in agent_client.get(page(first, "change")).content.decode()
    agent_client.post(page(first), {"other": str(second.pk), "act": "join"})
    assert SamePerson.objects.in_force().count() == 1


def test_two_accounts_are_not_joined(agent_client, amelie, bruno, saaq_team, saaq_agent):
    for number, user in (("S-2026-903", amelie), ("S-2026-904", bruno)):
        open_dossier(citizen=user.citizen, team=saaq_team, number=number, title="Permis", by=saaq_agent)
    posted = agent_client.post(page(amelie.citizen), {"other": str(bruno.citizen.pk), "act": "join"})
    assert posted.status_code == 422 and not SamePerson.objects.exists()


def test_registrations_are_not_joined_in_a_chain_nor_to_themselves(both, saaq_team, saaq_agent):
    first, second = both
    third = registered(saaq_team, saaq_agent)
    join(citizen=second, same_as=first, by=saaq_agent)
    for citizen, same_as in ((third, second), (second, third), (first, third), (first, second), (third, third)):
        with pytest.raises(NotJoinable):
            join(citizen=citizen, same_as=same_as, by=saaq_agent)
    assert SamePerson.objects.count() == 1
    join(citizen=third, same_as=first, by=saaq_agent)  # one more registration of the same person


def test_somebody_whom_the_agent_does_not_serve_is_not_joined(both, agent_client, saaq_agent):
    stranger = register_without_account(given_name="Léon", family_name="Savard", postal_address="", by=saaq_agent)
    agent_client.post(page(both[0]), {"other": str(stranger.pk), "act": "join"})
    assert not SamePerson.objects.exists()
    for nonsense in ("", "x", str(both[0].pk)):
        assert agent_client.post(page(both[0]), {"other": nonsense, "act": "join"}).status_code == 200


def test_those_of_the_same_family_name_are_offered_too(saaq_team, saaq_agent, agent_client):
    person = registered(saaq_team, saaq_agent, family_name="Zéphirin", given_name="Jeanne")
    same = registered(saaq_team, saaq_agent, family_name="Zephirin-Lampron", given_name="Yvon")
    other = registered(saaq_team, saaq_agent, family_name="Zé", given_name="Zéphir")
    offered = agent_client.get(page(person)).content.decode()
    assert str(same.pk) in offered and str(other.pk) not in offered
