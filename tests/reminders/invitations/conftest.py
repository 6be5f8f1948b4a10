"""An invitation on paper: its number, and the code that only the letter shows."""

import pytest

from portal.client_numbers.models import digest_of
from reminders.invitations import actions
from reminders.invitations.actions import Invitee
from reminders.invitations.models import Invitation
from tests.reminders.imported_deadlines.conftest import kind

__all__ = ["kind"]
NUMBER, NAME, ADDRESS = "K-41 9777", "Colette Canari", "12, rue du Secret\nRimouski (Québec)  G5L 1A1"


def invitee(organization, number=NUMBER, name=NAME) -> Invitee:
    return Invitee(digest_of(organization.pk, number), number, name, ADDRESS)


@pytest.fixture
def invited(kind, saaq, saaq_agent) -> Invitation:
    return actions.invite(organization=saaq, invitee=invitee(saaq), by=saaq_agent)


@pytest.fixture
def code(invited) -> str:
    return invited.on_the_sheet.code
