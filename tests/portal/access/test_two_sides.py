"""An account that is a citizen's and an agent's: its space asks for nothing more, its staff side for everything."""

import time
from uuid import uuid4

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from django.test import Client

from messaging.threads.actions import write
from messaging.threads.models import Thread
from portal.access.permissions import Role
from portal.access.visibility import forget_visibility, visibility_of
from portal.audit.models import AuditEvent
from portal.demonstration.seeds import PASSWORD
from portal.staff.roles import give_role

SECRET = "JBSWY3DPEHPK3PXZ"
QUEUE = "/gestion/threads/thread/"
ACCOUNT_PAGES = [
    "/compte/2fa/",
    "/compte/2fa/totp/activate/",
    "/compte/2fa/totp/deactivate/",
    "/compte/2fa/webauthn/",
    "/compte/2fa/webauthn/add/",
    "/compte/2fa/recovery-codes/generate/",
    "/compte/2fa/recovery-codes/",
    "/compte/email/",
    "/compte/phone/change/",
    "/compte/password/change/",
    "/compte/sessions/",
]


@pytest.fixture
def both(bruno, saaq_team):
    """Bruno, citizen, is also an agent; he has no second factor yet."""
    give_role(user=bruno, role=Role.AGENT, team=saaq_team, by=None)
    bruno.refresh_from_db()
    forget_visibility(bruno)
    return bruno


def give_application(user) -> None:
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def prove_password(client: Client, user) -> None:
    """A password given a moment ago, as after sign-in."""
    request = HttpRequest()
    request.session = SessionStore(client.session.session_key)
    request.user = user
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()


def test_the_own_space_opens_without_second_factor_and_every_staff_page_leads_to_one(both, signed_in):
    client = signed_in(both, second_factor=False)
    assert client.get("/entree/").url == "/espace/"
    for page in ("/espace/", "/messages/", "/documents/", "/rappels/mes-echeances/"):
        assert client.get(page).status_code == 200
    for page in ("/gestion/", QUEUE, "/gestion/people/citizen/"):
        assert client.get(page).url == "/compte/2fa/"


def test_the_own_pages_show_what_is_ones_own_even_with_the_second_factor(both, amelie, saaq_team, signed_in):
    """Amélie writes to Bruno's team: her conversation is in his queue, never in his own space."""
    fields = {"citizen": amelie.citizen, "team": saaq_team, "subject": "Question"}
    theirs = write(**fields, body="Bonjour", key=uuid4(), by=amelie)
    client = signed_in(both)
    assert client.get(QUEUE).status_code == 200
    assert client.get(f"/gestion/threads/thread/{theirs.pk}/change/").status_code == 200
    assert client.get(f"/messages/{theirs.pk}/").status_code == 404
    assert not Thread.objects.visible_to(get_user_as_citizen(both)).filter(pk=theirs.pk).exists()


def get_user_as_citizen(user):
    forget_visibility(user)
    user.acts_as_citizen = True
    return user


def test_without_second_factor_roles_count_nowhere(both, amelie, saaq_team, signed_in):
    user = get_user_as_citizen(both)
    assert visibility_of(user).citizen_ids and not visibility_of(user).roles and not visibility_of(user).team_ids


def test_what_one_does_in_ones_own_space_is_journaled_as_the_citizens(both, signed_in):
    client = signed_in(both, second_factor=False)
    client.get("/gestion/people/citizen/00000000-0000-0000-0000-000000000000/change/")
    client.get("/messages/00000000-0000-0000-0000-000000000000/")
    assert AuditEvent.objects.filter(by_id=both.pk).latest("pk").by_role == "citizen"


def test_the_staff_side_closes_after_15_minutes_and_the_space_goes_on(both, signed_in, clock_offset):
    give_application(both)
    client = signed_in(both)
    assert client.get(QUEUE).status_code == 200
    clock_offset(minutes=14)
    assert client.get(QUEUE).status_code == 200
    clock_offset(minutes=28)
    assert client.get(QUEUE).status_code == 200
    clock_offset(minutes=40)
    assert client.get("/espace/").status_code == 200, "a citizen's page does not keep the staff side open"
    clock_offset(minutes=44)
    assert client.get(QUEUE).url.startswith("/compte/2fa/reauthenticate/?next=%2Fgestion")
    assert client.get("/espace/").status_code == 200
    answer = client.post("/compte/2fa/reauthenticate/", {"code": code(), "next": QUEUE})
    assert answer.url == QUEUE
    assert client.get(QUEUE).status_code == 200


def test_a_form_sent_too_late_is_said_and_leads_back_to_its_page(both, signed_in, clock_offset):
    give_application(both)
    client = signed_in(both)
    client.get(QUEUE)
    clock_offset(minutes=16)
    client.get("/espace/")
    answer = client.post(QUEUE, {}, headers={"referer": f"http://testserver{QUEUE}"})
    assert answer.url.endswith("next=%2Fgestion%2Fthreads%2Fthread%2F")
    assert "Rien n’a été envoyé" in client.get(answer.url).content.decode()


def test_the_staff_side_lasts_ten_hours_whatever_one_does(both, signed_in, clock_offset):
    give_application(both)
    client = signed_in(both)
    for minutes in range(0, 600, 14):
        clock_offset(minutes=minutes)
        assert client.get(QUEUE).status_code == 200, minutes
    clock_offset(minutes=601)
    assert client.get(QUEUE).url.startswith("/compte/2fa/reauthenticate/")
    assert client.get("/espace/").status_code == 200


def test_a_page_of_gestion_that_waits_counts_its_own_time(both, signed_in, clock_offset):
    client = signed_in(both)
    assert "?page=gestion" in client.get(QUEUE).content.decode()
    clock_offset(minutes=10)
    passive = {"X-Passive": "1"}
    assert 295 <= client.get("/session/etat/?page=gestion", headers=passive).json()["seconds"] <= 301
    assert client.get("/session/etat/", headers=passive).json()["seconds"] > 1100
    client.post("/session/prolonger/?page=gestion", headers={"Accept": "application/json"})
    assert client.get("/session/etat/?page=gestion", headers=passive).json()["seconds"] > 890
    clock_offset(minutes=30)
    client.post("/session/prolonger/?page=gestion", headers={"Accept": "application/json"})
    assert client.get(QUEUE).status_code == 302, "what is closed is not extended"


def test_a_password_proof_does_not_open_the_staff_side(both, signed_in, clock_offset):
    give_application(both)
    client = signed_in(both)
    client.get(QUEUE)
    clock_offset(minutes=16)
    client.get("/espace/")
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    assert client.get(QUEUE).status_code == 302


@pytest.mark.parametrize("page", ACCOUNT_PAGES)
@pytest.mark.parametrize("is_staff", [True, False], ids=["both", "citizen"])
def test_a_password_alone_manages_nothing_on_an_account_that_has_a_second_factor(
    request, bruno, signed_in, page, is_staff
):
    """A stolen password and an old session: no factor is added, removed or read, no address or password changed."""
    user = request.getfixturevalue("both") if is_staff else bruno
    give_application(user)
    client = signed_in(user, second_factor=False)
    prove_password(client, user)
    for send in (client.get, client.post):
        assert send(page).url.startswith("/compte/2fa/reauthenticate/?next=")
    assert Authenticator.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("page", ["/compte/email/", "/compte/password/change/", "/compte/sessions/"])
def test_a_member_of_staff_adds_a_second_factor_before_any_other_change(both, signed_in, page):
    client = signed_in(both, second_factor=False)
    prove_password(client, both)
    assert client.get(page).url == "/compte/2fa/"
    assert client.get("/compte/2fa/").status_code == 200


def test_the_first_application_opens_gestion_at_once(both, signed_in, monkeypatch):
    client = signed_in(both, second_factor=False)
    prove_password(client, both)
    secret = client.get("/compte/2fa/totp/activate/").context["form"].secret
    given = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    monkeypatch.setattr(transaction, "on_commit", lambda do, **_: do())
    assert client.post("/compte/2fa/totp/activate/", {"code": given}).status_code == 302
    assert client.get("/gestion/").status_code == 200
    assert get_user(client).is_staff


def test_an_account_that_is_only_staff_keeps_the_short_session_everywhere(saaq_agent, signed_in, clock_offset):
    client = signed_in(saaq_agent)
    client.get("/aide/")
    clock_offset(minutes=16)
    assert client.get(QUEUE).url.startswith("/compte/login/")
    assert "_auth_user_id" not in client.session
