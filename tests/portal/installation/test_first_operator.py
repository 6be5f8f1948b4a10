"""Nobody operates the portal yet: one command invites who will."""

import pytest
from django.core.management import CommandError, call_command

from portal.access.permissions import Role
from portal.clock import now
from portal.organizations.models import Membership
from portal.staff.models import StaffInvitation

pytestmark = pytest.mark.django_db
ADDRESS = "premiere@relais.example"


@pytest.fixture
def nobody_operates(people) -> None:
    theirs = Membership.objects.filter(role=Role.OPERATOR, ended_at=None)
    theirs.update(ended_at=now(), ended_by=people["olga"])


def test_an_invitation_is_made(nobody_operates, capsys) -> None:
    call_command("first_operator", email=ADDRESS)
    invitation = StaffInvitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == (ADDRESS, Role.OPERATOR, None)
    assert "/invitation" in capsys.readouterr().out


def test_run_again_it_sends_another_code(nobody_operates) -> None:
    call_command("first_operator", email=ADDRESS)
    StaffInvitation.objects.update(sent_at=now())
    call_command("first_operator", email=ADDRESS)
    assert StaffInvitation.objects.get().sent_at is None


def test_once_somebody_operates_it_refuses(people) -> None:
    with pytest.raises(CommandError, match="gestion"):
        call_command("first_operator", email=ADDRESS)


@pytest.mark.parametrize("email", ["", "olga", "a@b"])
def test_what_is_no_address_is_refused(nobody_operates, email: str) -> None:
    with pytest.raises(CommandError, match="--email"):
        call_command("first_operator", email=email)


def test_createsuperuser_names_the_command() -> None:
    with pytest.raises(CommandError, match="first_operator"):
        call_command("createsuperuser")
