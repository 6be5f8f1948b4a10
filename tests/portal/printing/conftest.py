"""A row to print for each noun: a noun that joins the print room joins these tests."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from portal.clock import now
from portal.consents.models import Channel
from portal.mandates.inviting import invite as ask_to_act
from portal.people.models import Citizen
from programs.result_letters.actions import ask_letter
from reminders.invitations.actions import invite
from reminders.letters.actions import queue
from reminders.mandate_letters.actions import write_letters
from reminders.space_invitations.actions import invite as invite_to_space
from tests.reminders.conftest import licence
from tests.reminders.invitations.conftest import invitee
from tests.reminders.paper import agree, delivery_of, reminder_of

__all__ = ["licence"]
LINES = ["12, rue du Quai", "Sept-Îles (Québec)  G4R 1A1"]
CONTENT = {"day": "1er mars 2027", "eligible": [], "unknown": [], "not_eligible": []}
WAIT = {
    "letters": "a_letter_waits",
    "invitations": "an_invitation_waits",
    "result_letters": "a_result_letter_waits",
    "space_invitations": "a_space_invitation_waits",
    "mandate_letters": "a_mandate_letter_waits",
}
"""Fixture that puts a row in the queue, by printable."""


@pytest.fixture
def a_letter_waits(people, licence, saaq_agent) -> Callable[[], None]:
    georgette = Citizen.objects.get(given_name="Georgette", user=None)
    agree(georgette, Channel.LETTER, saaq_agent)
    days = iter(range(40, 90))

    def wait() -> None:
        delivery = delivery_of(georgette, Channel.LETTER, reminder_of(georgette, licence, days=next(days)))
        queue(deliveries=[delivery], at=now(), by=None)

    return wait


@pytest.fixture
def an_invitation_waits(saaq, saaq_agent) -> Callable[[], None]:
    return lambda: invite(organization=saaq, invitee=invitee(saaq, uuid4().hex[:9]), by=saaq_agent) and None


@pytest.fixture
def a_result_letter_waits(db) -> Callable[[], None]:
    return lambda: ask_letter(name="Ana Roy", lines=LINES, content=CONTENT, by=None) and None


@pytest.fixture
def a_space_invitation_waits(saaq_team, saaq_agent) -> Callable[[], None]:
    def wait() -> None:
        person = Citizen.objects.create(family_name="Roy", birth_date="1950-04-01", postal_address="\n".join(LINES))
        invite_to_space(citizen=person, team=saaq_team, by=saaq_agent)

    return wait


@pytest.fixture
def a_mandate_letter_waits(amelie) -> Callable[[], None]:
    def wait() -> None:
        address = "\n".join([uuid4().hex[:9], *LINES])
        ask_to_act(citizen=amelie.citizen, invitee="Ana Roy", postal_address=address, by=amelie)
        write_letters()

    return wait


@pytest.fixture(params=sorted(WAIT))
def printable(request) -> str:
    return request.param


@pytest.fixture
def wait(printable, request) -> Callable[[], None]:
    """`wait()`: one more row in the queue of that printable."""
    return request.getfixturevalue(WAIT[printable])
