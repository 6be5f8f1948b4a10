"""Another address, another number, a forgotten password: nothing counts before its code, nobody learns who has an
account, and the second factor stays."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from portal.contact_changes import sending
from portal.demonstration.seeds import PASSWORD
from portal.foundation.channels import sms
from portal.people.models import Citizen, User
from tests.portal.people.test_sign_in import code_in_last_mail, give_password, is_signed_in

pytestmark = pytest.mark.django_db
NEW = "nouvelle@relais.example"
LOCAL, E164 = "418 555-0188", "+14185550188"


@pytest.fixture(autouse=True)
def no_limit_reached_before():
    cache.clear()


@pytest.fixture
def texts(monkeypatch) -> list[dict]:
    sent: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: sent.append(values) or "sms-1")
    return sent


def fresh(user: User) -> Citizen:
    return Citizen.objects.get(user=user)


def ask_email(client: Client, address: str):
    return client.post("/compte/email/", {"email": address, "action_add": "1"}, follow=True)


# -- e-mail -----------------------------------------------------------------------------------------------------------
def test_a_new_address_counts_once_its_code_is_given(amelie, signed_in):
    client, before = signed_in(amelie), fresh(amelie)
    ask_email(client, NEW)
    assert fresh(amelie).email == before.email and mail.outbox[-1].to == [NEW]
    client.post("/compte/confirm-email/", {"code": code_in_last_mail()})
    after = fresh(amelie)
    assert after.email == NEW and after.email_verified_at > before.email_verified_at
    assert EmailAddress.objects.get(user=amelie).email == NEW
    assert User.objects.get(pk=amelie.pk).email == NEW


def test_the_former_address_is_told_and_not_where_its_owner_went(amelie, signed_in, texts):
    """Who took over a session cannot do it without a word; who shared a mailbox does not learn the new one."""
    client, former = signed_in(amelie), amelie.email
    ask_email(client, NEW)
    client.post("/compte/confirm-email/", {"code": code_in_last_mail()})
    sending.send_waiting()
    assert [former] in [message.to for message in mail.outbox]
    assert NEW not in "".join(message.body for message in mail.outbox if message.to == [former])


def test_wrong_codes_change_nothing(amelie, signed_in):
    client = signed_in(amelie)
    ask_email(client, NEW)
    for _ in range(4):
        client.post("/compte/confirm-email/", {"code": "ZZZ-ZZZ"})
    assert fresh(amelie).email == "amelie@relais.example" and User.objects.get(pk=amelie.pk).email != NEW


@pytest.mark.parametrize("taken", ["bruno@relais.example", "BRUNO@relais.example", "Bruno@Relais.Example"])
def test_an_address_of_somebody_else_is_not_taken_and_not_betrayed(amelie, bruno, signed_in, taken):
    client = signed_in(amelie)
    known, unknown = ask_email(client, taken), ask_email(signed_in(amelie), NEW)
    assert known.status_code == unknown.status_code == 200
    assert [url for url, _ in known.redirect_chain] == [url for url, _ in unknown.redirect_chain]
    assert fresh(bruno).email == "bruno@relais.example" and fresh(amelie).email == "amelie@relais.example"


def test_signing_up_with_a_known_address_says_the_same(amelie):
    data = {"given_name": "Ève", "family_name": "Roy", "password1": "quatre mots sans lien"}
    answers = [Client().post("/compte/signup/", data | {"email": one}) for one in (amelie.email, NEW)]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert User.objects.filter(email__iexact=amelie.email).count() == 1
    assert fresh(amelie).given_name == "Amélie"


# -- password ---------------------------------------------------------------------------------------------------------
def test_asking_for_a_new_password_says_the_same_to_all(amelie):
    answers = [Client().post("/compte/password/reset/", {"email": one}) for one in (amelie.email, NEW)]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert {tuple(message.to) for message in mail.outbox} == {(amelie.email,), (NEW,)}


def reset(client: Client, user: User, password: str):
    client.post("/compte/password/reset/", {"email": user.email})
    client.post("/compte/password/reset/confirm/", {"code": code_in_last_mail()})
    data = {"password1": password, "password2": password}
    return client.post("/compte/password/reset/complete/", data, follow=True)


def test_a_forgotten_password_is_replaced_and_the_second_factor_stays(saaq_agent):
    """P1: recovery never skips the second factor."""
    client = Client()
    reset(client, saaq_agent, "cinq autres mots sans lien")
    saaq_agent.refresh_from_db()
    assert saaq_agent.check_password("cinq autres mots sans lien")
    assert client.get("/gestion/").status_code == 302
    other = Client()
    give_password(other, saaq_agent.email, "cinq autres mots sans lien")
    assert not is_signed_in(other) and other.get("/gestion/").status_code == 302


def test_after_it_the_other_sessions_are_over(amelie, signed_in):
    elsewhere = signed_in(amelie)
    assert elsewhere.get("/espace/").status_code == 200
    reset(Client(), amelie, "cinq autres mots sans lien")
    assert elsewhere.head("/espace/").status_code == 302


@pytest.mark.parametrize("weak", ["court", "relaisrelaisrelais", "123456789123456789"])
def test_a_weak_one_is_refused_in_words(amelie, weak):
    reset(Client(), amelie, weak)
    amelie.refresh_from_db()
    assert amelie.check_password(PASSWORD)


# -- telephone --------------------------------------------------------------------------------------------------------
def ask_phone(client: Client, number: str = LOCAL):
    return client.post("/compte/phone/change/", {"phone": number}, follow=True)


def code_in(text: dict) -> str:
    return re.search(r"est ([\w-]+)\.", text["text"])[1]


def test_a_number_counts_once_its_code_is_given(bruno, signed_in, texts):
    client = signed_in(bruno)
    ask_phone(client)
    (text,) = texts
    assert text["to"] == E164 and not fresh(bruno).has_verified_phone
    client.post("/compte/phone/verify/", {"code": code_in(text)})
    assert fresh(bruno).has_verified_phone and fresh(bruno).phone.as_e164 == E164


def test_wrong_codes_confirm_no_number(bruno, signed_in, texts):
    client = signed_in(bruno)
    ask_phone(client)
    for _ in range(4):
        client.post("/compte/phone/verify/", {"code": "000000"})
    assert not fresh(bruno).has_verified_phone


@pytest.mark.parametrize("typed", ["", "911", "418 555", "+33 1 99 00 12 34 56 78", "abc", "418 555-01888888"])
def test_what_is_no_number_is_told_and_comes_back(bruno, signed_in, texts, typed):
    answer = ask_phone(signed_in(bruno), typed)
    assert answer.status_code == 200 and answer.context["form"].errors and not texts
    assert answer.context["form"]["phone"].value() == typed
