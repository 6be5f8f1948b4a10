"""Accepting: by the code typed at /invitation/, or from a session of the invited address; never unasked."""

import datetime as dt
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import transaction
from django.test import Client

from portal.access.visibility import Visibility
from portal.account_notices.actions import send_account_notices
from portal.account_notices.models import AccountNotice
from portal.people.models import Citizen, User
from portal.staff.actions import NotInForce, accept, by_code, withdraw
from portal.staff.models import StaffInvitation
from portal.staff.newcomers import accept_with_new_account
from portal.staff.roles import end_role
from tests.portal.access.test_two_sides import give_application, prove_password
from tests.portal.staff.conftest import NEW

PAGE, ACCOUNT = "/invitation/", "/invitation/compte/"
WAY_IN = {"name": "Nadia Roy", "password": "quatre mots sans lien"}
REFUSED = "ne vont pas ensemble, ou l’invitation n’est plus valable"


def type_code(client: Client, email: str, code: str):
    return client.post(PAGE, {"email": email, "code": code})


def add_application(client: Client, monkeypatch) -> None:
    secret = client.get("/compte/2fa/totp/activate/").context["form"].secret
    given = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with monkeypatch.context() as now:
        now.setattr(transaction, "on_commit", lambda do, **_: do())
        assert client.post("/compte/2fa/totp/activate/", {"code": given}).status_code == 302


def test_somebody_new_accepts_by_code_and_works_once_they_have_a_second_factor(sent, saaq_team, monkeypatch):
    made, code = sent()
    client = Client()
    assert client.get("/invitation").url == PAGE
    assert type_code(client, NEW.upper(), code.lower().replace("-", " ")).url == ACCOUNT
    assert "Société" in client.get(ACCOUNT).content.decode()
    assert client.post(ACCOUNT, WAY_IN).url == "/compte/2fa/"
    nadia = User.objects.get(email=NEW)
    assert not nadia.is_staff and not Citizen.objects.filter(user=nadia).exists()
    assert EmailAddress.objects.get(user=nadia).verified
    assert client.get("/gestion/").status_code == 404, "no role yet"
    assert "Il reste une étape" in client.get(PAGE).content.decode()
    add_application(client, monkeypatch)
    nadia.refresh_from_db()
    made.refresh_from_db()
    assert nadia.is_staff and made.state == "in_effect" and made.membership.user == nadia
    assert Visibility(nadia).team_ids == {saaq_team.pk}
    assert client.get("/gestion/").status_code == 200
    assert client.get("/espace/").status_code == 404
    send_account_notices()
    assert mail.outbox[-1].to == [NEW] and "Un rôle vous a été donné" in mail.outbox[-1].body
    assert "Permis" not in mail.outbox[-1].body
    assert "Un rôle vous a été donné" in client.get(PAGE).content.decode()


def test_without_password_the_next_page_adds_a_passkey(sent):
    _, code = sent()
    client = Client()
    type_code(client, NEW, code)
    assert client.post(ACCOUNT, {"name": "Nadia", "password": ""}).url == "/compte/2fa/webauthn/add/"
    assert client.get("/compte/2fa/webauthn/add/").status_code == 200
    assert not User.objects.get(email=NEW).has_usable_password()


@pytest.mark.parametrize("password", ["court", "nadia@ville.example", "aaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_password_makes_no_account(sent, password):
    _, code = sent()
    client = Client()
    type_code(client, NEW, code)
    assert client.post(ACCOUNT, {"name": "Nadia", "password": password}).context["form"].errors["password"]
    assert not User.objects.filter(email=NEW).exists()


def test_wrong_expired_withdrawn_and_unknown_are_answered_alike(sent, saaq_administrator, clock_offset):
    made, code = sent()
    first = type_code(Client(), NEW, "AAAAA-AAAAA").content
    assert REFUSED in first.decode()

    def refusal(email: str = NEW) -> bytes:
        return type_code(Client(), email, code).content

    def bare(page: bytes, email: str) -> str:
        return page.decode().replace(email, "").replace(code, "").replace("AAAAA-AAAAA", "").split("<main")[1]

    wanted = bare(first, NEW).replace("csrf", "")
    pages = [refusal("personne@ville.example"), refusal("bruno@relais.example")]
    clock_offset(days=15)
    pages.append(refusal())
    clock_offset(days=0)
    withdraw(invitation=made, by=saaq_administrator)
    pages.append(refusal())
    assert all(REFUSED in page.decode() for page in pages) and REFUSED in wanted
    assert not User.objects.filter(email=NEW).exists()


def test_a_code_is_of_one_address(sent):
    _, code = sent()
    sent("autre@ville.example")
    assert by_code(email="autre@ville.example", code=code) is None


def test_codes_are_tried_ten_times_an_hour(sent):
    _, code = sent()
    for _ in range(10):
        type_code(Client(), NEW, "AAAAA-AAAAA")
    answer = type_code(Client(), NEW, code)
    assert answer.status_code == 200 and REFUSED in answer.content.decode()


def test_a_code_typed_in_two_windows_makes_one_account(sent):
    made, code = sent()
    one, other = Client(), Client()
    type_code(one, NEW, code), type_code(other, NEW, code)
    digest = by_code(email=NEW, code=code).code_digest
    assert one.post(ACCOUNT, WAY_IN).status_code == 302
    assert other.post(ACCOUNT, WAY_IN).url == PAGE
    with pytest.raises(NotInForce):
        accept_with_new_account(invitation=made, code_digest=digest, name="Deux", password=None)
    assert User.objects.filter(email=NEW).count() == 1
    assert "_auth_user_id" not in other.session


def test_sent_again_the_code_already_typed_is_void(sent):
    _, code = sent()
    client = Client()
    type_code(client, NEW, code)
    sent()
    assert client.post(ACCOUNT, WAY_IN).url == PAGE
    assert not User.objects.filter(email=NEW).exists()


def test_the_page_of_the_account_opens_to_nobody_without_a_code(db):
    assert Client().get(ACCOUNT).url == PAGE
    assert Client().post(ACCOUNT, WAY_IN).url == PAGE


def test_a_code_does_not_enter_an_account_that_exists(sent, bruno):
    made, code = sent(bruno.email)
    client = Client()
    assert type_code(client, bruno.email, code).url.startswith("/compte/login/")
    assert "_auth_user_id" not in client.session
    assert client.get(ACCOUNT).url == PAGE
    made.refresh_from_db()
    assert made.is_open


def test_an_invited_citizen_keeps_their_space_and_answers_from_it(sent, bruno, signed_in, monkeypatch):
    made, _ = sent(bruno.email)
    client = signed_in(bruno)
    assert "Une invitation attend votre réponse" in client.get("/espace/").content.decode()
    assert "Société" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{made.pk}/reponse/", {"answer": "accept"}).url == "/compte/2fa/"
    bruno.refresh_from_db()
    assert not bruno.is_staff, "no role before a second factor"
    assert client.get("/espace/").status_code == 200
    assert client.get("/gestion/").status_code == 404
    prove_password(client, bruno)
    add_application(client, monkeypatch)
    bruno.refresh_from_db()
    assert bruno.is_staff
    assert client.get("/gestion/").status_code == 200 and client.get("/espace/").status_code == 200


def test_who_has_a_second_factor_works_at_once(sent, bruno, signed_in):
    made, _ = sent(bruno.email)
    give_application(bruno)
    bruno.is_staff = True  # so that the session has its second factor
    client = signed_in(bruno)
    assert client.post(f"{PAGE}{made.pk}/reponse/", {"answer": "accept"}).url == PAGE
    bruno.refresh_from_db()
    assert bruno.is_staff and client.get("/gestion/").status_code == 200


def test_a_session_without_the_second_factor_that_exists_gets_no_role(sent, bruno, signed_in):
    made, _ = sent(bruno.email)
    give_application(bruno)
    client = signed_in(bruno, second_factor=False)
    client.post(f"{PAGE}{made.pk}/reponse/", {"answer": "accept"})
    bruno.refresh_from_db()
    assert not bruno.is_staff
    assert client.get("/compte/2fa/").url.startswith("/compte/2fa/reauthenticate/")


def test_declined_nothing_changes_and_it_is_over(sent, bruno, signed_in):
    made, code = sent(bruno.email)
    client = signed_in(bruno)
    client.post(f"{PAGE}{made.pk}/reponse/", {"answer": "decline"})
    made.refresh_from_db()
    bruno.refresh_from_db()
    assert made.state == "declined" and not bruno.is_staff
    assert by_code(email=bruno.email, code=code) is None
    assert "Une invitation attend" not in client.get("/espace/").content.decode()


def test_nobody_answers_for_another(sent, bruno, amelie, rachel, signed_in):
    made, _ = sent(amelie.email)
    for stranger in (bruno, rachel):
        assert signed_in(stranger).post(f"{PAGE}{made.pk}/reponse/", {"answer": "accept"}).status_code == 404
    made.refresh_from_db()
    assert made.is_open


def test_an_address_not_confirmed_accepts_nothing(sent, bruno, signed_in):
    made, _ = sent(bruno.email)
    EmailAddress.objects.filter(user=bruno).update(verified=False)
    assert signed_in(bruno).post(f"{PAGE}{made.pk}/reponse/", {"answer": "accept"}).status_code == 404


def test_who_may_not_give_the_role_any_more_gives_nothing(sent, saaq_administrator, bruno, operator):
    made, code = sent()
    for_bruno, _ = sent(bruno.email)
    end_role(membership=saaq_administrator.memberships.get(), by=operator)
    assert by_code(email=NEW, code=code) is None
    with pytest.raises(NotInForce):
        accept(invitation=for_bruno, by=bruno, is_proven=False)


def test_accepted_and_taken_back_before_the_second_factor_it_gives_nothing(
    sent, saaq_administrator, bruno, signed_in, monkeypatch
):
    made, _ = sent(bruno.email)
    accept(invitation=made, by=bruno, is_proven=False)
    assert withdraw(invitation=made, by=saaq_administrator)
    client = signed_in(bruno)
    prove_password(client, bruno)
    add_application(client, monkeypatch)
    bruno.refresh_from_db()
    assert not bruno.is_staff and not AccountNotice.objects.exists()


def test_the_same_role_invited_twice_and_accepted_twice_is_one_role(sent, bruno):
    first, _ = sent(bruno.email)
    accept(invitation=first, by=bruno, is_proven=False)
    second, _ = sent(bruno.email)
    assert first != second
    give_application(bruno)
    accept(invitation=second, by=bruno, is_proven=True)
    assert bruno.memberships.count() == 1
    assert {one.state for one in StaffInvitation.objects.all()} == {"in_effect"}


def test_an_invitation_lasts_fourteen_days(sent):
    made, _ = sent()
    assert dt.timedelta(days=13, hours=23) < made.expires_at - made.created_at <= dt.timedelta(days=14, minutes=1)
