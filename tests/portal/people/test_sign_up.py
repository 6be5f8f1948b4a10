"""Sign-up does the same work for a known and an unknown address; sent several times at once, it makes one account."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from portal import settings as shipped
from portal.audit.models import AuditEvent
from portal.demonstration.seeds import PASSWORD as DEMO_PASSWORD
from portal.foundation.channels import sms
from portal.people.models import Citizen, User
from tests.portal.people.test_sign_in import is_signed_in
from tests.together import at_once

NEW = "zoe@relais.example"
NAMES = {"given_name": "Zoé", "family_name": "Roy"}
PASSWORD = "quatre mots sans lien"
TIMES = 6


@pytest.fixture(autouse=True)
def no_limit_reached_before(db):
    cache.clear()


@pytest.fixture
def hashings(monkeypatch) -> list[str]:
    """Each time a password is hashed, to be kept or to be compared."""
    done: list[str] = []
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, original=original, name=name):
            done.append(name)
            return original(self, *args)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    return done


def sign_up(email: str, client: Client | None = None, **values: str):
    return (client or Client()).post("/compte/signup/", NAMES | {"email": email, "password1": PASSWORD} | values)


def sign_up_by_passkey(email: str):
    return Client().post("/compte/signup/passkey/", NAMES | {"email": email})


@pytest.mark.parametrize(("way", "count"), [(sign_up, 1), (sign_up_by_passkey, 0)])
def test_the_same_work_for_a_known_address(people, hashings, way, count):
    sign_up("jamais@relais.example")  # begun with a password, never confirmed
    sign_up_by_passkey("cle@relais.example")
    work = {}
    for email in (NEW, "amelie@relais.example", "alain@relais.example", "jamais@relais.example", "cle@relais.example"):
        hashings.clear()
        mail.outbox.clear()
        answer = way(email)
        work[email] = (len(hashings), len(mail.outbox), answer.status_code, answer.get("Location"))
    assert set(work.values()) == {(count, 1, 302, "/compte/confirm-email/")}, work


def test_in_service_passwords_are_hashed_at_the_pace_of_argon2():
    """The tests' own hasher is quick (`tests/hashers.py`)."""
    assert shipped.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_another_password_for_an_account_never_confirmed_is_hashed_once_too(hashings):
    sign_up(NEW)
    hashings.clear()
    sign_up(NEW, password1="cinq autres mots sans lien")
    assert len(hashings) == 1
    assert User.objects.get(email=NEW).check_password(PASSWORD)


def test_who_begins_again_goes_on_with_the_same_account():
    sign_up(NEW)
    again = Client()
    sign_up(NEW, again)
    again.post("/compte/confirm-email/", {"code": pending(again)["code"]})
    assert is_signed_in(again) and Citizen.objects.filter(email=NEW).count() == 1


def test_a_confirmed_account_is_not_entered_by_signing_up_again(people):
    client = Client()
    sign_up("bruno@relais.example", client, password1=DEMO_PASSWORD)
    assert not pending(client).get("user_id")
    assert "Il en existe déjà un" in mail.outbox[-1].body


def pending(client: Client) -> dict:
    return client.session["account_email_verification_code"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sent_six_times_at_once(people, monkeypatch):
    """One test for all: each would empty the tables and make the people again."""
    texts: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: texts.append(values) or "sms-1")
    clients = [Client() for _ in range(TIMES)]
    waiting = iter(clients)
    check(at_once(lambda: sign_up(NEW, next(waiting)), TIMES), "/compte/confirm-email/")
    zoe = User.objects.get(email=NEW)
    assert AuditEvent.objects.filter(verb="citizen.created", citizen_id=zoe.citizen.pk).count() == 1
    client = clients[-1]
    check(press(client, "/compte/confirm-email/", code=pending(client)["code"]))
    assert is_signed_in(client)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    check(press(client, "/compte/email/", email="autre@relais.example", action_add="1"))
    check(press(client, "/compte/confirm-email/", code=pending(client)["code"]))
    assert Citizen.objects.get(user=zoe).email == "autre@relais.example"
    assert EmailAddress.objects.get(user=zoe, primary=True).email == "autre@relais.example"
    client.post("/compte/phone/change/", {"phone": "418 555-0188"})
    code = client.session["account_phone_verification"]["code"]
    check(press(client, "/compte/phone/verify/", code=code))
    assert Citizen.objects.get(user=zoe).has_verified_phone
    lines = ["citizen.phone_set", "citizen.email_confirmed", "citizen.email_confirmed"]
    kept = AuditEvent.objects.filter(verb__in=lines, citizen_id=zoe.citizen.pk).values_list("verb", flat=True)
    assert sorted(kept, reverse=True) == lines, "journaled once each"


def press(client: Client, address: str, **values: str) -> list:
    """The same button of one browser, several times at once."""

    def post():
        other = Client()
        other.cookies = client.cookies.copy()
        return other.post(address, values)

    answers = at_once(post, TIMES)
    entered = [answer.client for answer in answers if not isinstance(answer, Exception) and is_signed_in(answer.client)]
    client.cookies = entered[0].cookies if entered else client.cookies
    return answers


def check(answers: list, location: str = "") -> None:
    faults = [answer for answer in answers if isinstance(answer, Exception)]
    assert not faults, faults
    assert {answer.status_code for answer in answers} <= {200, 302}
    if location:
        assert {answer.get("Location") for answer in answers} == {location}


@pytest.mark.parametrize("email", [NEW, "bruno@relais.example"])
def test_a_mistyped_address_is_corrected_by_beginning_again(people, email):
    """The same page whether the address has an account or not."""
    client = Client()
    sign_up(email, client)
    page = client.get("/compte/confirm-email/").content.decode().split("<main")[1]
    assert "Corriger l’adresse" in page and "Annuler" not in page
    assert "Il est bon quinze minutes." in page and "quelques minutes" not in page
    answer = client.post("/compte/logout/", {"next": "/compte/signup/"})
    assert answer["Location"] == "/compte/signup/" and client.get(answer["Location"]).status_code == 200
    assert client.get("/compte/confirm-email/").status_code == 302  # nobody learns that the address had an account
