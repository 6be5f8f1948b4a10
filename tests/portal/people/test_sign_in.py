"""Signing up and in: codes, second factors, limits, sessions."""

import datetime as dt
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client

from portal.demonstration.seeds import PASSWORD, PEOPLE
from portal.people.forms import take_once
from portal.people.models import Citizen

SECRETS = {person.email: person.secret for person in PEOPLE}


def code_in_last_mail() -> str:
    return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.M)[1]


def totp(email: str) -> str:
    return format_hotp_value(hotp_value(SECRETS[email], int(time.time()) // 30))


def give_password(client: Client, email: str, password: str = PASSWORD):
    return client.post("/compte/login/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.django_db
def test_a_citizen_signs_up_with_a_code_by_email():
    client = Client()
    answer = client.post(
        "/compte/signup/",
        {
            "given_name": "Zoé",
            "family_name": "Roy",
            "email": "zoe@relais.example",
            "password1": "quatre mots sans lien",
        },
    )
    assert answer.status_code == 302
    assert not is_signed_in(client)
    client.post("/compte/confirm-email/", {"code": code_in_last_mail()})
    assert is_signed_in(client)
    assert client.get("/compte/2fa/webauthn/add/").status_code == 200, "no second proof a moment later"
    zoe = Citizen.objects.get(given_name="Zoé")
    assert zoe.email == "zoe@relais.example"
    assert zoe.email_verified_at


def test_a_password_is_followed_by_a_code_until_a_passkey_exists(bruno):
    client = Client()
    give_password(client, bruno.email)
    assert not is_signed_in(client)
    client.post("/compte/login/code/confirm/", {"code": code_in_last_mail()})
    assert is_signed_in(client)


def test_a_wrong_code_signs_nobody_in(bruno):
    client = Client()
    give_password(client, bruno.email)
    client.post("/compte/login/code/confirm/", {"code": "ZZZZZZ"})
    assert not is_signed_in(client)


def test_a_code_expires_and_another_may_be_asked(bruno):
    client = Client()
    give_password(client, bruno.email)
    code = code_in_last_mail()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=11)):
        answer = client.post("/compte/login/code/confirm/", {"code": code}, follow=True)
        assert not is_signed_in(client)
        assert answer.redirect_chain[-1][0].startswith("/compte/login/"), "back to sign-in, where a new code is sent"


def test_an_agent_gives_a_second_factor(saaq_agent):
    client = Client()
    answer = give_password(client, saaq_agent.email)
    assert answer["Location"] == "/compte/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/compte/2fa/authenticate/", {"code": totp(saaq_agent.email)})
    assert is_signed_in(client)
    assert client.get("/gestion/").status_code == 200


@pytest.mark.parametrize("page", ["/gestion/", "/gestion/people/citizen/", "/compte/email/", "/gestion/jsi18n/x"])
def test_no_staff_page_behind_a_password_alone(saaq_agent, signed_in, page):
    answer = signed_in(saaq_agent, second_factor=False).get(page)
    assert answer.status_code in {302, 404}
    assert answer.headers.get("Location", "/compte/2fa/").startswith(("/compte/2fa/", "/compte/login/"))


def test_the_ninth_wrong_password_is_refused_whatever_the_address(bruno):
    for attempt in range(8):
        client = Client(REMOTE_ADDR=f"198.51.100.{attempt}", HTTP_X_FORWARDED_FOR=f"203.0.113.{attempt}")
        give_password(client, bruno.email, "ce n’est pas le bon mot")
    client = Client(REMOTE_ADDR="198.51.100.99", HTTP_X_FORWARDED_FOR="203.0.113.99")
    give_password(client, bruno.email)
    assert not mail.outbox
    assert not is_signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_a_code_works_once_even_twenty_times_at_the_same_moment():
    def take(_):
        try:
            return take_once("mfa:someone", "123456")
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(take, range(20)))
    assert taken.count(True) == 1


def test_signing_out_ends_the_session_on_the_server(amelie, signed_in):
    client = signed_in(amelie)
    cookies = client.cookies.copy()
    client.post("/compte/logout/")
    client.cookies = cookies
    assert client.get("/espace/").status_code == 302


@pytest.mark.parametrize(
    ("key", "alive_minutes", "dead_minutes"), [("amelie", 29, 31), ("alain", 14, 16)], ids=["citizen", "staff"]
)
def test_an_idle_session_ends(people, signed_in, clock_offset, key, alive_minutes, dead_minutes):
    client = signed_in(people[key])
    client.get("/aide/")
    clock_offset(minutes=alive_minutes)
    client.get("/aide/")
    assert is_signed_in(client)
    clock_offset(minutes=alive_minutes + dead_minutes)
    client.get("/aide/")
    assert not is_signed_in(client)


def test_an_active_session_ends_after_twelve_hours(amelie, signed_in, clock_offset):
    client = signed_in(amelie)
    client.get("/aide/")
    for step in range(1, 36):
        clock_offset(minutes=20 * step)
        client.get("/aide/")
        assert is_signed_in(client), step
    clock_offset(hours=12, minutes=1)
    client.get("/aide/")
    assert not is_signed_in(client)


def test_a_page_that_asks_for_the_time_left_does_not_extend_the_session(amelie, signed_in, clock_offset):
    client = signed_in(amelie)
    client.get("/aide/")
    clock_offset(minutes=20)
    answer = client.get("/session/etat/", headers={"X-Passive": "1"})
    assert 595 <= answer.json()["seconds"] <= 601
    extended = client.post("/session/prolonger/", headers={"Accept": "application/json"})
    assert extended.json()["seconds"] > 1700
    assert client.get("/session/etat/", headers={"X-Passive": "1"}).json()["seconds"] > 1700


def test_the_session_cookie_is_bound_to_this_host_and_to_https(amelie, signed_in):
    cookie = signed_in(amelie).get("/aide/").client.cookies["__Host-session"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["domain"]


def test_one_device_is_signed_out_and_the_others_stay(amelie, bruno, signed_in):
    here, lost, other = signed_in(amelie), signed_in(amelie), signed_in(bruno)
    for client, user in ((here, amelie), (lost, amelie), (other, bruno)):
        seen = {"user": user, "ip": "127.0.0.1", "user_agent": "Firefox"}
        UserSession.objects.create(session_key=client.session.session_key, **seen)
    page = here.get("/compte/sessions/").content.decode()
    (target,) = re.findall(r"/session/appareil/\d+/", page)
    assert other.post(target).status_code == 302 and lost.get("/espace/").status_code == 200, "another's is not theirs"
    assert "est déconnecté" in here.post(target, follow=True).content.decode()
    assert lost.get("/espace/").url.startswith("/compte/login/")
    assert here.get("/espace/").status_code == other.get("/espace/").status_code == 200
    assert "était déjà déconnecté" in here.post(target, follow=True).content.decode()
