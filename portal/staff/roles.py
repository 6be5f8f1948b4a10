"""Give and end a role: what makes an account a member of staff, and what ends it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import clock
from portal.access.permissions import Role
from portal.account_notices.actions import tell
from portal.account_notices.models import AccountNotice
from portal.audit.actions import record
from portal.organizations.models import Membership, Organization, Team
from portal.organizations.roles import may_give
from portal.people.actions import end_sessions
from portal.people.models import User


@transaction.atomic
def give_role(
    *, user: User, role: str, organization: Organization | None = None, team: Team | None = None, by: User | None
) -> Membership:
    """Gives a role and makes the account a member of staff: from now on «gestion» is open to it, behind a second
    factor. It is told, unless the portal itself gives (`by` is None). Pages give by invitation only (`portal.staff`).

    Raises ValidationError when the role and its scope do not fit, PermissionDenied when it is not `by`'s to give."""
    wanted = Membership(user=user, role=role, organization=team.organization if team else organization, team=team)
    if by is not None and (user == by or not may_give(by, role=role, organization_id=wanted.organization_id)):
        raise PermissionDenied
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two clicks give one role
    held = Membership.objects.in_force().filter(user=user, role=role, organization=wanted.organization, team=team)
    if existing := held.first():
        return existing
    wanted.full_clean(exclude=["ended_by"])
    wanted.save()
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    record("role.given", by=by, subject=wanted, organization=wanted.organization, detail={"role": Role(role).value})
    if by is not None:
        _tell(wanted, AccountNotice.Kind.ROLE_GIVEN)
    return wanted


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> Membership:
    """Void at once: the person's sessions end with it, and they are told. Somebody who ended it first wins quietly.

    Raises PermissionDenied when the role is not `by`'s to end."""
    if not may_give(by, role=membership.role, organization_id=membership.organization_id):
        raise PermissionDenied
    changed = Membership.objects.in_force().filter(pk=membership.pk).update(ended_at=clock.now(), ended_by=by)
    if changed:
        record("role.ended", by=by, subject=membership, organization=membership.organization)
        if not Membership.objects.in_force().filter(user=membership.user_id).exists():
            User.objects.filter(pk=membership.user_id).update(is_staff=False)
        end_sessions(user=membership.user)
        _tell(membership, AccountNotice.Kind.ROLE_ENDED)
    membership.refresh_from_db()
    return membership


def _tell(membership: Membership, kind: str) -> None:
    role = str(Role(membership.role).label)
    tell(user=membership.user, kind=kind, role_name=role, organization=membership.organization)
