"""Invitations that were sent, and their codes."""

import re

import pytest
from django.core import mail

from portal.staff.actions import invite
from portal.staff.sending import send_staff_invitations

NEW = "nadia@ville.example"


@pytest.fixture
def sent(saaq_administrator, saaq_team):
    """`sent(email)`: invites to be an agent, sends, returns the invitation and its code."""

    def send(email: str = NEW):
        made = invite(email=email, role="agent", team=saaq_team, by=saaq_administrator)
        send_staff_invitations()
        made.refresh_from_db()
        return made, code_in_last_mail()

    return send


def code_in_last_mail() -> str:
    return re.search(r"^([A-Z0-9]{5}-[A-Z0-9]{5})$", mail.outbox[-1].body, re.M)[1]
