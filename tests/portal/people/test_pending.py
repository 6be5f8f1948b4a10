"""What waits for a code is void once the password or the address of its account has changed, in every browser."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from portal.demonstration.seeds import PASSWORD
from portal.people.models import User
from tests.portal.people.test_sign_in import code_in_last_mail, give_password, is_signed_in

pytestmark = pytest.mark.django_db
FIRST, SECOND = "cinq autres mots sans lien", "six tasses bleues du grenier"
NEW = "nouvelle@relais.example"
ZOE = {"given_name": "Zoé", "family_name": "Roy", "email": "zoe@relais.example", "password1": "quatre mots sans lien"}


@pytest.fixture(autouse=True)
def no_limit_reached_before(db):
    cache.clear()


def begin_recovery(user: User) -> tuple[Client, str]:
    client = Client()
    client.post("/compte/password/reset/", {"email": user.email})
    return client, code_in_last_mail()


def end_recovery(client: Client, code: str, password: str):
    client.post("/compte/password/reset/confirm/", {"code": code})
    return client.post("/compte/password/reset/complete/", {"password1": password, "password2": password})


def change_email(client: Client) -> None:
    client.post("/compte/email/", {"email": NEW, "action_add": "1"})
    client.post("/compte/confirm-email/", {"code": code_in_last_mail()})


def has_password(user: User, password: str) -> bool:
    return User.objects.get(pk=user.pk).check_password(password)


def test_the_second_of_two_recoveries_is_void_once_the_first_is_done(bruno):
    first, second = begin_recovery(bruno), begin_recovery(bruno)
    end_recovery(*first, FIRST)
    assert has_password(bruno, FIRST)
    end_recovery(*second, SECOND)
    assert has_password(bruno, FIRST)
    assert "Ce code ne sert plus" in second[0].get("/compte/password/reset/").content.decode()


def test_a_recovery_whose_code_was_given_is_void_too(bruno):
    first, second = begin_recovery(bruno), begin_recovery(bruno)
    second[0].post("/compte/password/reset/confirm/", {"code": second[1]})
    end_recovery(*first, FIRST)
    second[0].post("/compte/password/reset/complete/", {"password1": SECOND, "password2": SECOND})
    assert has_password(bruno, FIRST)


def test_a_password_changed_on_its_page_voids_recoveries(bruno, signed_in):
    begun = begin_recovery(bruno)
    client = signed_in(bruno)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": FIRST, "password2": FIRST}
    client.post("/compte/password/change/", data)
    assert has_password(bruno, FIRST)
    end_recovery(*begun, SECOND)
    assert has_password(bruno, FIRST)


def test_who_knew_the_former_password_and_waits_for_the_code_is_out(bruno):
    waiting = Client()
    give_password(waiting, bruno.email)
    code = code_in_last_mail()
    end_recovery(*begin_recovery(bruno), FIRST)
    waiting.post("/compte/login/code/confirm/", {"code": code})
    assert not is_signed_in(waiting)


def test_another_address_voids_recoveries_and_sign_ins(bruno, signed_in):
    begun, waiting = begin_recovery(bruno), Client()
    give_password(waiting, bruno.email)
    code = code_in_last_mail()
    client = signed_in(bruno)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    change_email(client)
    assert User.objects.get(pk=bruno.pk).email == NEW
    end_recovery(*begun, SECOND)
    waiting.post("/compte/login/code/confirm/", {"code": code})
    assert has_password(bruno, PASSWORD) and not is_signed_in(waiting)


def test_one_s_own_codes_stay_good_and_so_does_the_next_person_s(bruno, amelie):
    """Two people at one library computer, one after the other."""
    client = Client()
    for user in (bruno, amelie):
        client.post("/compte/password/reset/", {"email": user.email})
        end_recovery(client, code_in_last_mail(), FIRST)
        assert has_password(user, FIRST)


def test_a_sign_up_by_passkey_goes_on_after_its_code():
    client = Client()
    client.post("/compte/signup/passkey/", {name: ZOE[name] for name in ("given_name", "family_name", "email")})
    answer = client.post("/compte/confirm-email/", {"code": code_in_last_mail()})
    assert answer["Location"] == "/compte/2fa/webauthn/signup/"
    assert client.get(answer["Location"]).status_code == 200
    assert not Authenticator.objects.exists() or not is_signed_in(client)
