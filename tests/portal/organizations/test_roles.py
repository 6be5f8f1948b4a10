"""Roles are given and ended by those whose they are to give, never by their own holder."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.access.permissions import Role
from portal.account_notices.models import AccountNotice
from portal.staff.roles import end_role, give_role


def test_no_page_gives_a_role_unasked(saaq_administrator, operator, bruno, saaq_team, signed_in):
    """The form that made staff of any citizen is no more: one invites, and the person answers."""
    form = {"email": bruno.email, "role": Role.AGENT, "organization": "", "team": str(saaq_team.pk)}
    for account in (saaq_administrator, operator):
        assert signed_in(account).post("/gestion/organizations/membership/add/", form).status_code == 403
    bruno.refresh_from_db()
    assert not bruno.is_staff and not bruno.memberships.exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_an_administrator_gives_nothing_beyond_their_organization(saaq_administrator, bruno, ramq, role):
    with pytest.raises(PermissionDenied):
        give_role(user=bruno, role=role, organization=None if role == Role.OPERATOR else ramq, by=saaq_administrator)
    assert not bruno.memberships.exists()


@pytest.mark.parametrize("key", ["emile", "olga"])
def test_nobody_gives_a_role_to_themselves(people, saaq, key):
    person = people[key]
    before = person.memberships.count()
    with pytest.raises(PermissionDenied):
        give_role(user=person, role=Role.SUPERVISOR, organization=saaq, by=person)
    assert person.memberships.count() == before


def test_the_operation_of_the_portal_names_administrators_and_nobody_who_reads(operator, bruno, saaq):
    with pytest.raises(PermissionDenied):
        give_role(user=bruno, role=Role.SUPERVISOR, organization=saaq, by=operator)
    assert give_role(user=bruno, role=Role.ADMINISTRATOR, organization=saaq, by=operator).organization == saaq


def test_an_ended_role_is_void_at_once_with_its_sessions_and_is_told(saaq_administrator, saaq_agent, signed_in):
    agent, role = signed_in(saaq_agent), saaq_agent.memberships.get()
    assert agent.get("/gestion/threads/thread/").status_code == 200
    page = f"/gestion/organizations/membership/{role.pk}/change/"
    client = signed_in(saaq_administrator)
    assert "Mettre fin à ce rôle" in client.get(page).content.decode()
    assert client.post(page, {"_save": ""}).status_code == 302
    role.refresh_from_db()
    assert role.ended_by == saaq_administrator
    assert agent.get("/gestion/threads/thread/").url.startswith("/compte/login/")
    assert AccountNotice.objects.get(user=saaq_agent).kind == "role_ended"


def test_another_organizations_administrator_ends_nothing(ramq_administrator, saaq_agent, signed_in):
    role = saaq_agent.memberships.get()
    signed_in(ramq_administrator).post(f"/gestion/organizations/membership/{role.pk}/change/", {"_save": ""})
    with pytest.raises(PermissionDenied):
        end_role(membership=role, by=ramq_administrator)
    role.refresh_from_db()
    assert role.ended_at is None
