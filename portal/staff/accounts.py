"""Ending a role, closing an account, opening it again: at once on the server, and told to the person."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import clock
from portal.access.permissions import Permission, Role
from portal.access.visibility import visibility_of
from portal.account_notices.actions import tell
from portal.account_notices.models import AccountNotice
from portal.audit.actions import record
from portal.organizations.models import Membership
from portal.people.actions import end_sessions
from portal.people.models import User
from portal.staff import roles
from portal.staff.models import StaffInvitation


class LastOperator(Exception):
    """Without this one nobody would operate the portal any more."""


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> Membership:
    """End a role, the person's sessions, and the invitations of the same organization to them.

    Raises PermissionDenied, LastOperator."""
    _refuse_the_last_operator(membership.user, membership.role)
    was_in_force = membership.ended_at is None
    ended = roles.end_role(membership=membership, by=by)
    if was_in_force:
        _withdraw(membership.user, by=by, organization=membership.organization)
    return ended


@transaction.atomic
def deactivate(*, user: User, by: User) -> bool:
    """Close an account: nobody signs in, its sessions end, its invitations and codes are void, it is told.

    Its roles stay written: opened again, it has them. False when it was closed before. Raises PermissionDenied."""
    _check_manages_accounts(by, user)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        return False
    end_sessions(user=user)
    _withdraw(user, by=by)
    record("account.deactivated", by=by, subject=user)
    tell(user=user, kind=AccountNotice.Kind.DEACTIVATED)
    return True


@transaction.atomic
def reactivate(*, user: User, by: User) -> bool:
    """Open a closed account again. No session begun before, even half, works again. Raises PermissionDenied."""
    _check_manages_accounts(by, user)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        return False
    end_sessions(user=user)
    record("account.reactivated", by=by, subject=user)
    tell(user=user, kind=AccountNotice.Kind.REACTIVATED)
    return True


def _check_manages_accounts(by: User, user: User) -> None:
    if not visibility_of(by).may_everywhere(Permission.MANAGE_ACCOUNTS) or by == user:
        raise PermissionDenied


def _refuse_the_last_operator(user: User, role: str) -> None:
    operators = Membership.objects.in_force().filter(role=Role.OPERATOR, user__is_active=True)
    if role == Role.OPERATOR and not operators.exclude(user=user).exists():
        raise LastOperator


def _withdraw(user: User, *, by: User, **of: object) -> None:
    """Whatever could still give them a role: their address's invitations, and those that they accepted."""
    underway = StaffInvitation.objects.underway().filter(**of)
    theirs = underway.filter(email__iexact=user.email) | underway.filter(accepted_by=user)
    for invitation in theirs.order_by("pk"):
        invitation.withdrawn_at, invitation.withdrawn_by, invitation.code_digest = clock.now(), by, ""
        invitation.save(update_fields=["withdrawn_at", "withdrawn_by", "code_digest"])
        record("staff_invitation.withdrawn", by=by, subject=invitation, organization=invitation.organization)
