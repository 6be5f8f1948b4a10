"""A person whom no team of the agent's serves is opened for a reason, once they are known, and reads it."""

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.people.actions import amend, describe, set_phone
from portal.people.births import Birth
from portal.people.models import Citizen
from portal.person_access.actions import NotRecognized, TooManyFailures, open_by_answers
from portal.person_access.models import LASTS, IdentityRule, PersonAccess, SupportCode
from portal.staff.roles import give_role
from tests.together import at_once

FIND = "/gestion/assisted/servedperson/ouvrir/"
WHY = {"reason": "called", "note": "Veut déplacer son rendez-vous"}


@pytest.fixture
def agent_client(ramq_agent, signed_in):
    return signed_in(ramq_agent)


@pytest.fixture
def team(ramq_agent):
    return ramq_agent.memberships.get().team


@pytest.fixture
def stranger(bruno) -> Citizen:
    """Known of the portal, served by no team of Diane's."""
    citizen = bruno.citizen
    describe(citizen=citizen, birth_date=None, known=Birth(1975, 3, 9), by=bruno)
    set_phone(citizen=citizen, phone="+14185550144", verified=False, by=bruno)
    amend(citizen=citizen, columns={"postal_address": "7, rue Un\nLévis (Québec)  G6V 1A1"}, by=bruno)
    return citizen


def is_seen(citizen: Citizen, user) -> bool:
    return Citizen.objects.visible_to(type(user).objects.get(pk=user.pk)).filter(pk=citizen.pk).exists()


def address(citizen: Citizen) -> str:
    return reverse("admin:assisted_servedperson_check_identity", args=[citizen.pk])


def find(client, citizen):
    return client.post(FIND, {"act": "search", "words": f"{citizen}, 9 mars 1975"})


def answer(client, citizen, team, **answers):
    return client.post(address(citizen), WHY | {"team": str(team.pk)} | answers)


def test_two_right_answers_open_the_page_for_hours_and_the_person_reads_it(
    agent_client, stranger, team, ramq_agent, bruno, clock_offset, signed_in
):
    assert not is_seen(stranger, ramq_agent)
    assert address(stranger) in find(agent_client, stranger).content.decode()
    answered = answer(agent_client, stranger, team, birth_date="1975-03-09", phone="(418) 555-0144")
    assert answered.url == reverse("admin:assisted_servedperson_change", args=[stranger.pk])
    assert agent_client.get(answered.url).status_code == 200
    assert "parce que vous appeliez" in signed_in(bruno).get(reverse("pages:journal")).content.decode()
    clock_offset(seconds=LASTS.total_seconds() + 60)
    assert not is_seen(stranger, ramq_agent)


def test_a_colleague_of_the_same_team_does_not_see_them(agent_client, stranger, team, people):
    find(agent_client, stranger)
    answer(agent_client, stranger, team, birth_date="1975-03-09", phone="418 555-0144")
    assert not is_seen(stranger, people["steve"])


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"birth_date": "1975-03-09"},
        {"birth_date": "1975-03-09", "phone": "418 555-0145", "postal_code": "G6V 1A2"},
        {"birth_date": "09", "phone": "0144"},
        {"birth_date": "8 mars 1975, 9 mars 1975, 10 mars 1975", "phone": "418 555-0144"},
        {"birth_date": "*", "phone": "%"},
    ],
)
def test_too_few_right_answers_open_nothing_and_do_not_say_which(agent_client, stranger, team, ramq_agent, answers):
    find(agent_client, stranger)
    response = answer(agent_client, stranger, team, **answers)
    assert response.status_code == 422 and "Il reste 4 essais" in response.content.decode()
    assert not is_seen(stranger, ramq_agent)
    assert AuditEvent.objects.filter(verb="person_access.not_recognized", citizen_id=stranger.pk).exists()


def test_after_five_failures_even_the_right_answers_wait_for_tomorrow(agent_client, stranger, team, ramq_agent):
    find(agent_client, stranger)
    for _ in range(5):
        answer(agent_client, stranger, team, birth_date="1970-01-01", phone="418 555-0000")
    response = answer(agent_client, stranger, team, birth_date="1975-03-09", phone="418 555-0144")
    assert response.status_code == 422 and not is_seen(stranger, ramq_agent)


def test_a_card_is_seen_at_the_counter_only(agent_client, stranger, team, ramq_agent):
    find(agent_client, stranger)
    assert answer(agent_client, stranger, team, has_card="on").status_code == 422
    assert answer(agent_client, stranger, team, has_card="on", reason="came").status_code == 302
    assert is_seen(stranger, ramq_agent)


def test_nobody_is_opened_who_was_not_looked_for(agent_client, stranger, team):
    assert agent_client.get(address(stranger)).status_code == 404
    assert answer(agent_client, stranger, team, birth_date="1975-03-09", phone="418 555-0144").status_code == 404


@pytest.mark.parametrize("typed", ["Roy", "418 555-0144", "9 mars 1975", "", "%", "a" * 300])
def test_a_name_alone_or_a_number_alone_finds_nobody(agent_client, stranger, typed):
    response = agent_client.post(FIND, {"act": "search", "words": typed})
    assert response.status_code == 422 and address(stranger) not in response.content.decode()


def test_the_organization_chooses_its_questions(agent_client, stranger, team, ramq_agent):
    IdentityRule.objects.create(organization=team.organization, asked=["postal_code", "phone", "email"], needed=3)
    find(agent_client, stranger)
    assert answer(agent_client, stranger, team, postal_code="G6V1A1", phone="418 555-0144").status_code == 422
    right = {"postal_code": "g6v 1a1", "phone": "418 555-0144", "email": stranger.email.upper()}
    assert answer(agent_client, stranger, team, **right).status_code == 302


def test_who_serves_for_two_organizations_is_asked_the_questions_of_both(
    ramq_agent, saaq_team, stranger, team, signed_in
):
    give_role(user=ramq_agent, role="agent", team=saaq_team, by=None)
    IdentityRule.objects.create(organization=team.organization, asked=["email", "street"], needed=2)
    client = signed_in(ramq_agent)
    find(client, stranger)
    assert {"email", "street", "birth_date", "phone"} <= set(client.get(address(stranger)).context["form"].codes)
    right = {"birth_date": "1975-03-09", "phone": "418 555-0144"}
    assert answer(client, stranger, team, **right).status_code == 422
    assert answer(client, stranger, saaq_team, **right).status_code == 302


def test_the_support_code_opens_once_and_for_a_quarter_of_an_hour(
    agent_client, stranger, team, bruno, ramq_agent, signed_in, clock_offset
):
    page = signed_in(bruno).post("/code-aide/")
    code = page.context["grouped"]
    assert SupportCode.objects.get().digest not in page.content.decode()
    form = WHY | {"act": "code", "team": str(team.pk)}
    assert agent_client.post(FIND, form | {"code": "0000 0000"}).status_code == 422
    assert agent_client.post(FIND, form | {"code": code}).status_code == 302
    assert is_seen(stranger, ramq_agent)
    assert agent_client.post(FIND, form | {"code": code}).status_code == 422
    other = signed_in(bruno).post("/code-aide/").context["grouped"]
    clock_offset(minutes=16)
    assert signed_in(ramq_agent).post(FIND, form | {"code": other}).status_code == 422


def test_codes_typed_at_random_are_counted_though_each_fails(agent_client, stranger, team, bruno, signed_in):
    """A refusal took its count back with its transaction: a code of eight figures could be tried without end."""
    form = WHY | {"act": "code", "team": str(team.pk)}
    for figures in range(10):
        agent_client.post(FIND, form | {"code": f"1234567{figures}"})
    code = signed_in(bruno).post("/code-aide/").context["grouped"]
    assert agent_client.post(FIND, form | {"code": code}).status_code == 422
    assert AuditEvent.objects.filter(verb="person_access.code_refused", refused=True).count() == 10


def test_the_person_reads_why_in_the_agents_own_words(agent_client, stranger, team, bruno, signed_in):
    find(agent_client, stranger)
    answer(agent_client, stranger, team, birth_date="1975-03-09", phone="418 555-0144")
    assert WHY["note"] in signed_in(bruno).get(reverse("pages:journal")).content.decode()


@pytest.mark.parametrize("typed", ["Gagnon 4185", "Gagnon 418 555", "Gagnon @relais.example", "Gagnon 1975"])
def test_a_part_of_what_is_theirs_finds_nobody(agent_client, stranger, typed):
    assert address(stranger) not in agent_client.post(FIND, {"act": "search", "words": typed}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_answers_at_once_are_five(stranger, team, ramq_agent):
    why = {"citizen": stranger, "team": team, "reason": "called", "note": "x", "by": ramq_agent}

    def guess() -> str:
        try:
            open_by_answers(**why, answers={"birth_date": "1970-01-01"})
        except (NotRecognized, TooManyFailures) as refused:
            return type(refused).__name__
        return "opened"

    assert sorted(at_once(guess, 20)) == ["NotRecognized"] * 5 + ["TooManyFailures"] * 15


def test_nobody_opens_themselves(stranger, team, ramq_agent, agent_client):
    Citizen.objects.filter(pk=stranger.pk).update(user=ramq_agent)
    find(agent_client, stranger)
    assert answer(agent_client, stranger, team, birth_date="1975-03-09", phone="418 555-0144").status_code == 403
    assert not PersonAccess.objects.exists()


def test_administrators_write_the_questions_of_their_own_organization(saaq_administrator, saaq, ramq, signed_in):
    client = signed_in(saaq_administrator)
    add = "/gestion/person_access/identityrule/add/"
    filled = {"organization": str(saaq.pk), "asked": ["birth_date", "email"], "needed": "2"}
    for wrong in ({"asked": ["email"]}, {"organization": str(ramq.pk)}, {"needed": "1"}):
        client.post(add, filled | wrong)
        assert not IdentityRule.objects.exists()
    assert client.post(add, filled).status_code == 302
    assert IdentityRule.objects.get().asked == ["birth_date", "email"]
    assert client.get(add).status_code == 403


def test_a_supervisor_reads_why_people_were_opened(agent_client, stranger, team, people, signed_in):
    find(agent_client, stranger)
    answer(agent_client, stranger, team, birth_date="1975-03-09", phone="418 555-0144")
    listed = "/gestion/person_access/personaccess/"
    assert str(stranger.family_name) in signed_in(people["steve"]).get(listed).content.decode()
    assert str(stranger.family_name) not in signed_in(people["sylvie"]).get(listed).content.decode()
    assert agent_client.get(listed).status_code == 403


def test_the_space_leads_to_the_support_code_and_to_the_code_of_a_letter(bruno, signed_in):
    page = signed_in(bruno).get(reverse("pages:space")).content.decode()
    assert reverse("person_access:support_code") in page and reverse("space_invitations:redeem") in page
