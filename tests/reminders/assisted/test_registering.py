"""Somebody with a telephone and a postal address only is registered from nothing, then served like anybody."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.people.actions import set_phone
from portal.people.models import Citizen
from portal.person_access.models import PersonAccess
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind

REGISTER = "/gestion/assisted/servedperson/inscrire/"
GEORGETTE = {
    "family_name": "Pelletier-Roy",
    "given_name": "Georgette",
    "day": "3",
    "month": "5",
    "year": "1941",
    "phone": "418 555-0177",
    "street": "12, rue du Quai",
    "city": "Sept-Îles",
    "province": "QC",
    "postal_code": "g4r1a1",
    "language": "fr",
}


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


@pytest.fixture
def filled(saaq_team) -> dict[str, str]:
    return GEORGETTE | {"team": str(saaq_team.pk)}


def registered() -> Citizen:
    return Citizen.objects.get(family_name="Pelletier-Roy")


def test_a_person_is_registered_and_her_page_opens(agent_client, filled, saaq_agent):
    response = agent_client.post(REGISTER, filled)
    person = registered()
    assert response.url == reverse("admin:assisted_servedperson_change", args=[person.pk])
    assert (person.telephone, person.birth_date.isoformat()) == ("+14185550177", "1941-05-03")
    assert person.postal_address == "12, rue du Quai\nSept-Îles (Québec)  G4R 1A1"
    assert agent_client.get(response.url).status_code == 200
    assert AuditEvent.objects.filter(verb="citizen.registered", citizen_id=person.pk, by_id=saaq_agent.pk).exists()


def test_the_whole_team_serves_whom_one_of_it_registered_and_nobody_else(agent_client, filled, people):
    agent_client.post(REGISTER, filled)
    person = registered()
    assert Citizen.objects.visible_to(people["sylvie"]).filter(pk=person.pk).exists()
    for stranger in ("benoit", "diane", "bruno", "emile", "olga"):
        assert not Citizen.objects.visible_to(people[stranger]).filter(pk=person.pk).exists(), stranger


def test_pressed_twice_it_is_one_person(agent_client, filled):
    for _ in range(2):
        agent_client.post(REGISTER, filled | {"not_same": "1"})
    assert registered()


def test_who_looks_like_her_is_shown_first_and_nobody_is_merged(agent_client, filled):
    agent_client.post(REGISTER, filled)
    again = filled | {"given_name": "GEORGETTE", "family_name": "Pelletier Roy", "phone": "", "street": "", "city": ""}
    again["postal_code"] = ""
    shown = agent_client.post(REGISTER, again)
    page = shown.content.decode()
    assert shown.status_code == 200 and reverse("admin:assisted_servedperson_change", args=[registered().pk]) in page
    assert Citizen.objects.filter(given_name__iexact="georgette", family_name__startswith="Pelletier").count() == 1
    agent_client.post(REGISTER, again | {"not_same": "1"})
    assert Citizen.objects.filter(given_name__iexact="georgette", family_name__startswith="Pelletier").count() == 2


def test_the_same_name_born_another_day_is_somebody_else(agent_client, filled):
    agent_client.post(REGISTER, filled)
    agent_client.post(REGISTER, filled | {"year": "1987", "phone": "418 555-0178"})
    assert Citizen.objects.filter(family_name="Pelletier-Roy").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"family_name": ""},
        {"family_name": "1234"},
        {"phone": "555"},
        {"year": "", "month": ""},
        {"day": "31", "month": "2"},
        {"year": "2999"},
        {"postal_code": "X"},
        {"street": ""},
        {"email": "georgette"},
        {"language": "en"},
        {"team": "3f0c3f4e-0000-4000-8000-000000000000"},
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(agent_client, filled, wrong):
    response = agent_client.post(REGISTER, filled | wrong)
    assert response.status_code == 422
    assert "Georgette" in response.content.decode()
    assert not Citizen.objects.filter(given_name="Georgette", family_name="Pelletier-Roy").exists()


@pytest.mark.parametrize("key", ["emile", "olga"])
def test_whoever_serves_nobody_registers_nobody(people, signed_in, filled, key):
    assert signed_in(people[key]).post(REGISTER, filled).status_code == 403


def test_another_team_cannot_be_given_a_person(agent_client, filled, ramq):
    assert agent_client.post(REGISTER, filled | {"team": str(ramq.teams.first().pk)}).status_code == 422
    assert not PersonAccess.objects.exists()


def test_a_name_alone_shows_nobody_whom_the_team_does_not_serve(agent_client, filled, bruno):
    """With the same number, it does: the two are likely one."""
    citizen = bruno.citizen
    set_phone(citizen=citizen, phone="+14185550144", verified=False, by=bruno)
    named = filled | {"given_name": citizen.given_name, "family_name": citizen.family_name, "phone": ""}
    named |= dict.fromkeys(("day", "month", "year"), "")
    opening = reverse("admin:assisted_servedperson_check_identity", args=[citizen.pk])
    reached = agent_client.post(REGISTER, named | {"phone": "418 555-0144"})
    assert opening in reached.content.decode()
    assert opening not in agent_client.post(REGISTER, named, follow=True).content.decode()


def test_a_deadline_noted_for_her_is_on_her_page_and_nothing_is_said_to_be_unsaved(agent_client, filled, people):
    agent_client.post(REGISTER, filled)
    page = reverse("admin:assisted_servedperson_change", args=[registered().pk])
    kind = DeadlineKind.objects.get(code="permis-conduire-paiement")
    noted = {
        "act": "deadline",
        "kind": kind.pk,
        "due_on": today() + dt.timedelta(days=30),
        "way": "call_in",
        "team": filled["team"],
    }
    answer = agent_client.post(page, noted, follow=True).content.decode()
    assert reverse("admin:deadlines_deadline_change", args=[Deadline.objects.get(citizen=registered()).pk]) in answer
    assert "pas encore enregistré" not in answer
