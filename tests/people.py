"""The same people everywhere: the demonstration's, made by its seed.

`amelie` owns, `rachel` acts for her, `bruno` is the stranger.
"""

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from portal.demonstration.seeds import PEOPLE, seed
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen, User

EMAILS = [person.email for person in PEOPLE]


@pytest.fixture
def people(db) -> dict[str, User]:
    """Key → account (see `portal.demonstration.seeds.PEOPLE`)."""
    known = {user.email: user for user in User.objects.select_related("citizen").filter(email__in=EMAILS)}
    if len(known) == len(EMAILS):  # made once for the session (tests/conftest.py)
        return {person.key: known[person.email] for person in PEOPLE}
    made: dict[str, User] = {}
    seed(made)
    return made


def _fixture(name: str, key: str):
    @pytest.fixture(name=name)
    def person(people) -> User:
        return people[key]

    return person


amelie, bruno, rachel = (_fixture(key, key) for key in ("amelie", "bruno", "rachel"))
saaq_agent = _fixture("saaq_agent", "alain")
saaq_agent_other_team = _fixture("saaq_agent_other_team", "benoit")
ramq_agent = _fixture("ramq_agent", "diane")
saaq_administrator = _fixture("saaq_administrator", "emile")
ramq_administrator = _fixture("ramq_administrator", "daniel")
supervisor = _fixture("supervisor", "sylvie")
operator = _fixture("operator", "olga")


@pytest.fixture
def saaq(people) -> Organization:
    return Organization.objects.get(code="saaq")


@pytest.fixture
def ramq(people) -> Organization:
    return Organization.objects.get(code="ramq")


@pytest.fixture
def saaq_team(saaq) -> Team:
    return saaq.teams.get(name="Permis de conduire")


class PlacedClient(Client):
    """Each address is asked for in the place of one person."""

    def __init__(self, place: Citizen) -> None:
        super().__init__()
        self.place = place

    def generic(self, method, path, *args, **kwargs):
        inside = path if path.startswith("/pour/") else f"/pour/{self.place.pk}{path}"
        return super().generic(method, inside, *args, **kwargs)


@pytest.fixture
def signed_in():
    """`signed_in(user)`: a client whose session is as after sign-in; staff with their second factor. With `place`, in
    the place of a person for whom the account acts."""

    def sign_in(user: User, *, second_factor: bool = True, place: Citizen | None = None) -> Client:
        client = PlacedClient(place) if place else Client()
        client.force_login(user)
        if user.is_staff and second_factor:
            give_second_factor(client, user)
        return client

    return sign_in


def give_second_factor(client: Client, user: User) -> None:
    """Writes in the session what allauth writes once a second factor has been given."""
    request = HttpRequest()
    request.session = SessionStore(client.session.session_key)
    request.user = user
    record_authentication(request, user, method="mfa", type="totp", id=1)
    request.session.save()
