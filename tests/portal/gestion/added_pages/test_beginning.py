"""The first page of «gestion» for whoever operates a portal that nobody else administers yet."""

import pytest

from portal.access.permissions import Role
from portal.clock import now
from portal.organizations.models import Membership

pytestmark = pytest.mark.django_db
BEGINNING = "Aucun organisme n’est encore administré"


def test_the_first_operator_is_told_what_to_do_first(people, signed_in) -> None:
    Membership.objects.in_force().filter(role=Role.ADMINISTRATOR).update(ended_at=now(), ended_by=people["olga"])
    page = signed_in(people["olga"]).get("/gestion/").content.decode()
    assert BEGINNING in page
    assert 'href="/gestion/organizations/organization/add/"' in page
    assert BEGINNING not in signed_in(people["alain"]).get("/gestion/").content.decode()


def test_it_goes_once_an_organization_has_an_administrator(people, signed_in) -> None:
    assert BEGINNING not in signed_in(people["olga"]).get("/gestion/").content.decode()
