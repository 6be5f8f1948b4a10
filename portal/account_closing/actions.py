"""Closing one's account, and coming back. Nothing is erased meanwhile, and nothing is sent (`reminders.deliveries`)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import clock
from portal.account_closing.periods import MAY_COME_BACK_FOR, may_close
from portal.account_notices.actions import notify_everywhere
from portal.account_notices.models import AccountNotice
from portal.audit.actions import record
from portal.people.actions import end_sessions
from portal.people.models import Citizen, User
from portal.people.sessions import end_every_session


class CannotComeBack(Exception):
    """The thirty days are over: the account is about to be erased, or is."""


@transaction.atomic
def close(*, user: User, by: User) -> bool:
    """Close one's own account: every session ends, its e-mail address and its telephone are notified.

    False when it was closed before. Raises PermissionDenied for a member of an organization's staff."""
    if not may_close(user):
        raise PermissionDenied
    if not User.objects.filter(pk=user.pk, closed_at=None).update(closed_at=clock.now()):
        return False
    record("account.closed", by=by, subject=user, citizen=_citizen(user))
    end_sessions(user=user)
    end_every_session(user)  # and the codes of a sign-in half done
    notify_everywhere(user=user, kind=AccountNotice.Kind.CLOSED)
    return True


@transaction.atomic
def come_back(*, user: User, by: User) -> bool:
    """Open it again, as it was. False when it is open. Raises CannotComeBack."""
    closed = User.objects.filter(pk=user.pk, closed_at__isnull=False)
    if not closed.exists():
        return False
    in_time = closed.filter(closed_at__gt=clock.now() - MAY_COME_BACK_FOR, erased_at=None)
    if not in_time.update(closed_at=None):
        raise CannotComeBack
    user.closed_at = None
    record("account.came_back", by=by, subject=user, citizen=_citizen(user))
    notify_everywhere(user=user, kind=AccountNotice.Kind.CAME_BACK)
    return True


def _citizen(user: User) -> Citizen | None:
    return Citizen.objects.filter(user=user).first()
