"""Registered without an account, then invited by post: the account takes over what was there, and it can be undone."""

import pytest
from django.urls import reverse

from portal.clock import now, today
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier, Move
from portal.people.actions import register_without_account
from portal.people.models import Citizen, User
from portal.printing.actions import mark_printed, note_download, prepare
from portal.same_people.models import SamePerson
from reminders.space_invitations.actions import VALID_FOR
from reminders.space_invitations.models import SpaceInvitation
from reminders.space_invitations.sheets import letter_of, pdf_of

PROOF = "S-2026-901"


@pytest.fixture
def georgette(people, saaq_team, saaq_agent) -> Citizen:
    person = register_without_account(
        given_name="Georgette",
        family_name="Pelletier",
        postal_address="1, rue A\nLévis (Québec)  G6V 1A1",
        by=saaq_agent,
    )
    open_dossier(citizen=person, team=saaq_team, number="S-2026-901", title="Son permis", by=saaq_agent)
    return person


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


@pytest.fixture
def code(georgette, agent_client, operator) -> str:
    """Of a letter that was printed."""
    agent_client.post(reverse("admin:assisted_servedperson_change", args=[georgette.pk]), {"act": "invite"})
    found = SpaceInvitation.objects.get().code
    batch = prepare(printable="space_invitations", by=operator)
    note_download(batch=batch, by=operator)
    mark_printed(batch=batch, by=operator)
    return found


def dossiers_of(user: User) -> set[str]:
    return set(Dossier.objects.held_by(User.objects.get(pk=user.pk)).values_list("number", flat=True))


def test_the_code_of_the_letter_opens_what_was_noted(code, georgette, bruno, signed_in):
    before = dossiers_of(bruno)
    client = signed_in(bruno)
    typed = {"code": f" {code[:5].lower()}-{code[5:]} ", "answer": "s 2026 901"}
    assert client.post("/mon-code/", typed, follow=True).status_code == 200
    assert dossiers_of(bruno) == before | {"S-2026-901"}
    assert "Son permis" in client.get("/dossiers/").content.decode()
    assert client.post("/mon-code/", typed).status_code == 422


@pytest.mark.parametrize("answer", ["", "S-2026-902", "1, rue A", "G6V 1A1", "Georgette Pelletier", "1950-04-01"])
def test_the_code_of_a_letter_that_somebody_else_opened_opens_nothing(code, bruno, signed_in, answer):
    """What the envelope says, or anything that the organization does not know, proves nothing."""
    assert signed_in(bruno).post("/mon-code/", {"code": code, "answer": answer}).status_code == 422
    assert not SamePerson.objects.exists() and SpaceInvitation.objects.get().state == "printed"


@pytest.mark.parametrize("answer", ["1er avril 1950", "1950-04-01", "(418) 555-0199"])
def test_what_the_organization_knows_opens_with_the_code(code, georgette, bruno, signed_in, answer):
    Citizen.objects.filter(pk=georgette.pk).update(birth_date="1950-04-01", phone="+14185550199")
    assert signed_in(bruno).post("/mon-code/", {"code": code, "answer": answer}).status_code == 302


def test_five_answers_a_day_whoever_gives_them(code, bruno, amelie, signed_in):
    for account in (bruno, bruno, bruno, amelie, amelie):
        signed_in(account).post("/mon-code/", {"code": code, "answer": "1950-04-01"})
    assert signed_in(bruno).post("/mon-code/", {"code": code, "answer": PROOF}).status_code == 422


def test_without_a_session_the_way_to_the_code_is_told(client):
    page = client.get("/mon-code/", follow=True).content.decode()
    assert "une lettre avec un code" in page and "Créer un compte pour donner mon code" in page
    assert "une lettre avec un code" not in client.get("/espace/", follow=True).content.decode()


def test_nobody_is_invited_of_whom_only_the_address_is_known(georgette, agent_client):
    Move.objects.filter(dossier__citizen=georgette).delete()
    Dossier.objects.filter(citizen=georgette).delete()
    page = reverse("admin:assisted_servedperson_change", args=[georgette.pk])
    assert 'value="invite"' not in agent_client.get(page).content.decode()
    agent_client.post(page, {"act": "invite"})
    assert not SpaceInvitation.objects.exists()


@pytest.mark.parametrize(
    ("known", "asked"), [({"birth_date": "1950-04-01"}, "date de naissance"), ({"phone": "+14185550199"}, "téléphone")]
)
def test_the_letter_says_what_is_asked_with_the_code(georgette, agent_client, known, asked):
    Citizen.objects.filter(pk=georgette.pk).update(**known)
    agent_client.post(reverse("admin:assisted_servedperson_change", args=[georgette.pk]), {"act": "invite"})
    invitation = SpaceInvitation.objects.select_related("citizen", "team__organization", "batch").get()
    assert asked in str(letter_of(invitation, today())["matters"][1]["procedure"])


def test_once_printed_the_code_is_known_by_its_digest_only(code):
    invitation = SpaceInvitation.objects.get()
    assert invitation.code is None and code not in invitation.code_digest


def test_a_wrong_an_old_and_a_replaced_code_open_nothing(code, georgette, bruno, signed_in, agent_client, clock_offset):
    assert signed_in(bruno).post("/mon-code/", {"code": "AAAAA-AAAAA", "answer": PROOF}).status_code == 422
    agent_client.post(reverse("admin:assisted_servedperson_change", args=[georgette.pk]), {"act": "invite"})
    assert signed_in(bruno).post("/mon-code/", {"code": code, "answer": PROOF}).status_code == 422
    fresh = SpaceInvitation.objects.get(state="to_print").code
    clock_offset(days=VALID_FOR.days + 1)
    assert signed_in(bruno).post("/mon-code/", {"code": fresh, "answer": PROOF}).status_code == 422
    assert not SamePerson.objects.exists()


def test_ten_tries_an_hour(code, bruno, signed_in):
    client = signed_in(bruno)
    for _ in range(10):
        client.post("/mon-code/", {"code": "AAAAA-AAAAA", "answer": PROOF})
    assert client.post("/mon-code/", {"code": code, "answer": PROOF}).status_code == 422


def test_joined_by_mistake_it_is_separated_and_everything_is_as_before(code, georgette, bruno, signed_in, agent_client):
    before = dossiers_of(bruno)
    signed_in(bruno).post("/mon-code/", {"code": code, "answer": PROOF})
    link = SamePerson.objects.get()
    page = reverse("admin:assisted_servedperson_separate", args=[georgette.pk])
    agent_client.post(page, {"link": str(link.pk)})
    assert dossiers_of(bruno) == before and Dossier.objects.get(number="S-2026-901").citizen_id == georgette.pk


def test_without_an_address_or_with_an_account_nobody_is_invited(georgette, agent_client, amelie):
    Citizen.objects.filter(pk=georgette.pk).update(postal_address="")
    for person in (georgette, amelie.citizen):
        agent_client.post(reverse("admin:assisted_servedperson_change", args=[person.pk]), {"act": "invite"})
    assert not SpaceInvitation.objects.exists()


def test_the_letter_names_nothing_of_the_matters(georgette, agent_client):
    agent_client.post(reverse("admin:assisted_servedperson_change", args=[georgette.pk]), {"act": "invite"})
    invitation = SpaceInvitation.objects.select_related("citizen", "team__organization", "batch").get()
    said = str(letter_of(invitation, today()))
    assert "/mon-code/" in said and "S-2026-901" not in said and "permis" not in said
    assert pdf_of([invitation], now()).startswith(b"%PDF")
