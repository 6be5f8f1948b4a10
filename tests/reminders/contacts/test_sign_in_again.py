"""A contact number never closes an account: each writer of a number, then signing in again, and no text message to a
number that somebody else typed."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.dossiers.actions import open_dossier
from portal.foundation.channels import sms
from portal.mandates.actions import give
from portal.mandates.models import Mandate
from portal.people.actions import set_phone
from portal.people.models import Citizen, User
from tests.portal.people.test_sign_in import code_in_last_mail, give_password, is_signed_in
from tests.reminders.contacts.test_contact import ADDRESS, GOOD

pytestmark = pytest.mark.django_db
LANDLINE = "418 555-0166"
E164 = "+14185550166"


@pytest.fixture(autouse=True)
def texts(monkeypatch) -> list[dict]:
    cache.clear()
    sent: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: sent.append(values) or "sms-1")
    return sent


# -- writers ----------------------------------------------------------------------------------------------------------
def by_the_person(people, signed_in) -> None:
    signed_in(people["bruno"]).post(ADDRESS, GOOD | {"phone": LANDLINE})


def by_a_representative(people, signed_in) -> None:
    bruno, rachel = people["bruno"], people["rachel"]
    give(citizen=bruno.citizen, holder=rachel, kind=Mandate.Kind.LEGAL, by=bruno)
    page = f"/pour/{bruno.citizen.pk}" + reverse("contacts:contact")
    signed_in(rachel).post(page, GOOD | {"phone": LANDLINE})


def by_an_agent(people, signed_in) -> None:
    """In «Servir une personne»."""
    agent, citizen = people["alain"], people["bruno"].citizen
    team = agent.memberships.get().team
    open_dossier(citizen=citizen, team=team, number="S-2026-901", title="Permis", by=agent)
    data = {name: GOOD[name] for name in ("street", "complement", "city", "province", "postal_code")}
    page = reverse("admin:assisted_servedperson_change", args=[citizen.pk])
    signed_in(agent).post(page, data | {"act": "contact", "phone": LANDLINE})


def over_a_confirmed_one(people, signed_in) -> None:
    set_phone(citizen=people["bruno"].citizen, phone="+14185550177", verified=True, by=people["bruno"])
    by_the_person(people, signed_in)


def by_a_confirmation_that_was_begun(people, signed_in) -> None:
    """The number is written, its code asked for and never given."""
    by_the_person(people, signed_in)
    signed_in(people["bruno"]).post("/compte/phone/change/", {"phone": LANDLINE})


WRITERS = [by_the_person, by_a_representative, by_an_agent, over_a_confirmed_one, by_a_confirmation_that_was_begun]


# -- ways in ----------------------------------------------------------------------------------------------------------
def with_a_password(user: User, monkeypatch) -> Client:
    client = Client()
    give_password(client, user.email)
    client.post("/compte/login/code/confirm/", {"code": code_in_last_mail()})
    return client


def with_a_passkey(user: User, monkeypatch) -> Client:
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "clé"})
    monkeypatch.setattr(LoginWebAuthnForm, "clean_credential", lambda form: key)
    client = Client()
    client.post("/compte/2fa/webauthn/login/", {"credential": '{"id": "key"}'})
    return client


@pytest.mark.parametrize("way_in", [with_a_password, with_a_passkey])
@pytest.mark.parametrize("write", WRITERS)
def test_a_number_written_then_signing_in_again(
    people, signed_in, texts, monkeypatch, write: Callable, way_in: Callable
):
    bruno = people["bruno"]
    write(people, signed_in)
    kept = Citizen.objects.get(user=bruno)
    assert kept.phone.as_e164 == E164 and not kept.has_verified_phone
    texts.clear()
    client = way_in(bruno, monkeypatch)
    assert is_signed_in(client)
    assert client.get("/espace/").status_code == 200
    assert not texts, "no code by text message at sign-in"


def test_a_confirmed_number_asks_for_nothing_either(people, texts, monkeypatch):
    assert people["amelie"].citizen.has_verified_phone
    assert is_signed_in(with_a_password(people["amelie"], monkeypatch)) and not texts


def test_who_was_stopped_before_the_mend_is_not_any_more(people, signed_in, monkeypatch):
    """A sign-in left at the page that asked for the code: its session holds that stage."""
    bruno = people["bruno"]
    by_an_agent(people, signed_in)
    client = Client()
    give_password(client, bruno.email)
    session = client.session
    session["account_login"]["state"]["stages"]["current"] = "verify_phone"
    session.save()
    assert client.get("/compte/phone/verify/").status_code == 302
    assert is_signed_in(with_a_password(bruno, monkeypatch))


def test_its_person_confirms_the_number_that_somebody_wrote(people, signed_in, texts):
    by_an_agent(people, signed_in)
    client = signed_in(people["bruno"])
    page = client.get("/compte/phone/change/").content.decode()
    assert "À confirmer" in page and f'value="{E164}"' in page
    client.post("/compte/phone/change/", {"phone": E164})
    assert texts[-1]["to"] == E164
    client.post("/compte/phone/verify/", {"code": texts[-1]["text"].partition("est ")[2].partition(".")[0]})
    assert Citizen.objects.get(user=people["bruno"]).has_verified_phone
    assert "Confirmé" in client.get("/compte/phone/change/").content.decode()
