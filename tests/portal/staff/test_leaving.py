"""A role ended, an account closed: at once on the server, told, and nothing begun before works again."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal.access.permissions import Role
from portal.account_notices.actions import send_account_notices
from portal.demonstration.seeds import PASSWORD
from portal.organizations.models import Membership
from portal.staff.accounts import LastOperator, deactivate, end_role, reactivate
from portal.staff.actions import accept, by_code
from portal.staff.roles import give_role
from tests.portal.access.test_two_sides import both  # noqa: F401 (a fixture)
from tests.portal.people.test_sign_in import give_password, totp

QUEUE = "/gestion/threads/thread/"


def change(user) -> str:
    return f"/gestion/staff/staffaccount/{user.pk}/change/"


def test_an_ended_role_ends_the_sessions_and_the_space_opens_at_the_next_sign_in(both, saaq_administrator, signed_in):  # noqa: F811
    client, phone = signed_in(both), signed_in(both, second_factor=False)
    assert client.get(QUEUE).status_code == phone.get("/espace/").status_code == 200
    end_role(membership=both.memberships.get(), by=saaq_administrator)
    for one in (client, phone):
        assert one.get("/espace/").url.startswith("/compte/login/")
    both.refresh_from_db()
    client = signed_in(both)
    assert client.get("/espace/").status_code == 200 and client.get(QUEUE).status_code == 404
    page = client.get("/invitation/").content.decode()
    assert "Un rôle a pris fin" in page and "Permis" not in page and "Société" in page
    send_account_notices()
    assert mail.outbox[-1].to == [both.email] and "a pris fin" in mail.outbox[-1].body


def test_an_ended_role_takes_back_what_the_organization_had_proposed_besides(sent, bruno, saaq, saaq_administrator):
    waiting, code = sent(bruno.email)
    role = give_role(user=bruno, role=Role.SUPERVISOR, organization=saaq, by=saaq_administrator)
    end_role(membership=role, by=saaq_administrator)
    assert by_code(email=bruno.email, code=code) is None
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_a_closed_account_opens_nothing_and_says_whom_to_call(operator, bruno, sent, signed_in):
    invitation, code = sent(bruno.email)
    accept(invitation=invitation, by=bruno, is_proven=False)
    old = signed_in(bruno)
    assert old.get("/espace/").status_code == 200
    cookies = old.cookies.copy()
    client = signed_in(operator)
    assert client.post("/gestion/staff/staffaccount/fermer/", {"email": bruno.email.upper()}).status_code == 302
    assert old.get("/espace/").url.startswith("/compte/login/")
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    page = Client().post("/compte/login/", {"login": bruno.email, "password": PASSWORD}, follow=True)
    assert "Ce compte est fermé" in page.content.decode() and "555-0143" in page.content.decode()
    send_account_notices()
    assert "a été fermé" in mail.outbox[-1].body
    # Opened again: a new sign-in is needed.
    assert "Ouvrir ce compte de nouveau" in client.get(change(bruno)).content.decode()
    assert client.post(change(bruno), {"_reactivate": ""}).status_code == 302
    old.cookies = cookies
    assert old.get("/espace/").url.startswith("/compte/login/")
    bruno.refresh_from_db()
    assert bruno.is_active and signed_in(bruno).get("/espace/").status_code == 200
    send_account_notices()
    assert "ouvert de nouveau" in mail.outbox[-1].body


def test_the_session_row_kept_elsewhere_is_void_too(operator, saaq_agent, signed_in):
    """A session brought back from a copy: it is bound to when all were ended."""
    client = signed_in(saaq_agent)
    client.get(QUEUE)
    kept = dict(client.session.items())
    deactivate(user=saaq_agent, by=operator)
    reactivate(user=saaq_agent, by=operator)
    again = Client()
    session = again.session
    session.update(kept)
    session.save()
    again.cookies["__Host-session"] = session.session_key
    assert again.get(QUEUE).url.startswith("/compte/login/")


def test_a_sign_in_begun_before_closing_does_not_end_after_opening(operator, saaq_agent):
    """The password was given, the second factor not yet: closed and opened again, one begins again."""
    client = Client()
    assert give_password(client, saaq_agent.email).url == "/compte/2fa/authenticate/"
    deactivate(user=saaq_agent, by=operator)
    reactivate(user=saaq_agent, by=operator)
    client.post("/compte/2fa/authenticate/", {"code": totp(saaq_agent.email)})
    assert client.get(QUEUE).url.startswith("/compte/login/")


def test_what_stops_and_what_helpers_keep_is_said_before(operator, saaq_agent, signed_in):
    client = signed_in(operator)
    for page in (change(saaq_agent), "/gestion/staff/staffaccount/fermer/"):
        shown = client.get(page).content.decode()
        assert "Plus aucun rappel ni avis ne part" in shown and "gardent leur accès à son espace" in shown


def test_closing_an_unknown_address_is_answered_alike(operator, signed_in):
    answer = signed_in(operator).post(
        "/gestion/staff/staffaccount/fermer/", {"email": "personne@ville.example"}, follow=True
    )
    assert "Si un compte a cette adresse" in answer.content.decode()


@pytest.mark.parametrize("key", ["emile", "sylvie", "alain", "amelie"])
def test_operators_only_close_accounts(people, key, signed_in, bruno):
    for act in (deactivate, reactivate):
        with pytest.raises(PermissionDenied):
            act(user=bruno, by=people[key])
    signed_in(people[key]).post("/gestion/staff/staffaccount/fermer/", {"email": bruno.email})
    bruno.refresh_from_db()
    assert bruno.is_active


def test_nobody_closes_their_own_account_there(operator, signed_in):
    signed_in(operator).post(change(operator), {"_deactivate": ""})
    signed_in(operator).post("/gestion/staff/staffaccount/fermer/", {"email": operator.email})
    operator.refresh_from_db()
    assert operator.is_active


def test_the_last_operator_stays(people, signed_in):
    olga, omar = people["olga"], people["omar"]
    end_role(membership=omar.memberships.get(), by=olga)
    own = olga.memberships.get()
    with pytest.raises(LastOperator):
        end_role(membership=own, by=olga)
    page = signed_in(olga).post(f"/gestion/organizations/membership/{own.pk}/change/", {"_save": ""}, follow=True)
    assert "dernier compte d’exploitation" in page.content.decode()
    assert Membership.objects.in_force().filter(pk=own.pk).exists()
