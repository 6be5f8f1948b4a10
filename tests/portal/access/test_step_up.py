"""Whatever recovers or reaches an account asks again who is there after ten minutes, and gives back what was typed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.urls import get_resolver, reverse

from portal.access import step_up
from portal.demonstration.seeds import PASSWORD
from portal.mandates.models import Mandate
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from tests.portal.people.test_sign_in import totp

pytestmark = pytest.mark.django_db
ASKED = "/compte/reauthenticate/"
LATE = {"minutes": 11}
LICENCE = "permis-conduire-paiement"
# allauth's other pages: before sign-in, the proof itself, or nothing that recovers or reaches an account.
FREE = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_signup_by_passkey",
    "account_inactive",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    # Ends what a page above began, by a code sent a moment before.
    "account_email_verification_sent",
    "account_verify_phone",
    # The proof itself.
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    # Shows what there is; ends sessions.
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
}


@pytest.fixture(autouse=True)
def no_limit_reached_before():
    cache.clear()


def names_under(prefix: str) -> set[str]:
    def walk(patterns):
        for pattern in patterns:
            yield from walk(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.name]

    (account,) = [one for one in get_resolver().url_patterns if str(one.pattern) == prefix]
    return set(walk(account.url_patterns))


def test_each_page_of_allauth_is_in_one_of_the_two_lists():
    """A new version of allauth with a new page makes this fail: decide."""
    assert names_under("compte/") == step_up.PAGES | FREE and not step_up.PAGES & FREE


@pytest.mark.parametrize("name", sorted(step_up.PAGES - {"mfa_edit_webauthn", "mfa_remove_webauthn"}))
def test_a_page_of_the_list_asks_after_ten_minutes(bruno, signed_in, clock_offset, name):
    client = signed_in(bruno)
    clock_offset(minutes=9)
    assert not client.get(reverse(name)).headers.get("Location", "").startswith(ASKED)
    clock_offset(**LATE)
    answer = client.get(reverse(name))
    assert answer.status_code == 302 and answer["Location"].startswith(ASKED)


def test_our_own_pages_ask_too(amelie, bruno, signed_in, clock_offset):
    client = signed_in(amelie)
    Mandate.objects.create(citizen=bruno.citizen, holder=amelie, kind=Mandate.Kind.LEGAL)
    clock_offset(**LATE)
    for_another = f"/pour/{bruno.citizen.pk}" + reverse("contacts:contact")
    for page in (reverse("contacts:contact"), for_another):
        assert client.get(page)["Location"].startswith(ASKED)
    assert client.post(reverse("calendars:calendar"))["Location"].startswith(ASKED)
    assert client.get("/espace/").status_code == 200, "reading asks nothing"


def prove(client, answer):
    """Gives the password to the page that asks, and follows it back."""
    page = client.get(answer["Location"])
    data = {"password": PASSWORD, "next": re.search(r'name="next" value="([^"]+)"', page.content.decode())[1]}
    return client.post(ASKED, data, follow=True)


def test_the_thief_of_a_session_changes_no_address(bruno, signed_in, clock_offset):
    """F2: an unattended screen gives neither the address nor a code sent to another one."""
    client = signed_in(bruno)
    clock_offset(minutes=21)
    answer = client.post("/compte/email/", {"email": "voleur@relais.example", "action_add": "1"})
    assert answer["Location"].startswith(ASKED) and not mail.outbox
    for _ in range(3):
        client.post(ASKED, {"password": "ce n’est pas le bon mot", "next": "/compte/email/"})
    client.post("/compte/email/", {"email": "voleur@relais.example", "action_add": "1"})
    assert not mail.outbox and not client.session.get("account_email_verification_code")


def test_what_was_typed_comes_back_and_is_sent_by_one_button(bruno, signed_in, clock_offset):
    client = signed_in(bruno)
    clock_offset(**LATE)
    answer = client.post("/compte/email/", {"email": "nouvelle@relais.example", "action_add": "1"})
    page = prove(client, answer)
    shown = page.content.decode()
    assert page.status_code == 200 and 'value="nouvelle@relais.example"' in shown and 'name="action_add"' in shown
    assert not mail.outbox, "a GET sends nothing"
    again = client.get("/compte/email/").content.decode()
    assert "nouvelle@relais.example" not in again, "given back once"
    client.post("/compte/email/", {"email": "nouvelle@relais.example", "action_add": "1"})
    assert mail.outbox[-1].to == ["nouvelle@relais.example"]


def test_what_was_typed_is_sealed_in_the_session_and_a_password_is_not_kept(bruno, signed_in, clock_offset):
    client = signed_in(bruno)
    clock_offset(**LATE)
    client.post("/compte/email/", {"email": "nouvelle@relais.example", "action_add": "1"})
    assert "nouvelle" not in str(dict(client.session)) and step_up.KEPT in client.session
    del (session := client.session)[step_up.KEPT]
    session.save()
    words = {"oldpassword": PASSWORD, "password1": "cinq autres mots sans lien", "password2": "x"}
    client.post("/compte/password/change/", words)
    assert step_up.KEPT not in client.session


def test_what_was_typed_is_not_given_to_another_page_nor_too_late(bruno, signed_in, clock_offset):
    client = signed_in(bruno)
    clock_offset(**LATE)
    answer = client.post(reverse("contacts:contact"), {"street": "12, rue du Quai"})
    clock_offset(minutes=12)
    client.post(ASKED, {"password": PASSWORD, "next": "/compte/email/"})
    assert "rue du Quai" not in client.get("/compte/email/").content.decode()
    clock_offset(minutes=45)
    assert answer.status_code == 302
    assert "12, rue du Quai" not in prove(client, client.get(reverse("contacts:contact"))).content.decode()


def test_declaring_a_child_asks_and_following_for_oneself_does_not(bruno, signed_in, clock_offset):
    client, page = signed_in(bruno), reverse("deadlines:remind_me", args=[LICENCE])
    clock_offset(**LATE)
    assert client.get(page).status_code == 200
    assert client.post(page, {"concerned": str(bruno.citizen.pk)})["Location"].startswith("/rappels/mes-echeances/")
    before = (Citizen.objects.count(), Mandate.objects.count(), Deadline.objects.count())
    answer = client.post(page, {"concerned": "child", "child_given_name": "Zoé"})
    assert answer["Location"].startswith(ASKED)
    assert (Citizen.objects.count(), Mandate.objects.count(), Deadline.objects.count()) == before
    assert 'value="Zoé"' in prove(client, answer).content.decode()


def test_a_password_does_not_stand_for_a_second_factor(saaq_agent, signed_in, clock_offset):
    client = signed_in(saaq_agent)
    clock_offset(**LATE)
    answer = client.get("/compte/email/")
    assert answer["Location"].startswith("/compte/2fa/reauthenticate/")
    by_password = client.post(ASKED, {"password": PASSWORD, "next": "/compte/email/"})
    assert by_password["Location"].startswith("/compte/2fa/reauthenticate/")
    assert client.get("/compte/email/").status_code == 302
    client.post(answer["Location"], {"code": totp(saaq_agent.email), "next": "/compte/email/"})
    assert client.get("/compte/email/").status_code == 200


def test_a_passkey_is_offered_first(bruno, signed_in, clock_offset):
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        Authenticator.objects.create(user=bruno, type=kind, data={})
    client = signed_in(bruno)
    clock_offset(**LATE)
    assert client.get("/compte/email/")["Location"].startswith("/compte/2fa/webauthn/reauthenticate/")


def test_without_any_means_the_mailbox_is_the_proof(bruno, signed_in, clock_offset):
    bruno.set_unusable_password()
    bruno.save()
    client = signed_in(bruno)
    clock_offset(**LATE)
    assert client.get("/compte/email/")["Location"] == "/compte/password/reset/"
    assert client.get("/compte/password/reset/").status_code == 200
