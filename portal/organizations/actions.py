"""What changes organizations: registering one, making a team, giving and ending a role."""

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
def register(*, code: str, name_fr: str, by: User | None, **described: str) -> Organization:
    """The organization of that code, made when it is unknown with its `name_en`, `phone` and `public_hours`.

    Idempotent: what it edited since is kept."""
    organization, created = Organization.objects.get_or_create(code=code, defaults={"name_fr": name_fr, **described})
    if created:
        record("organization.registered", by=by, subject=organization, organization=organization)
    return organization


@transaction.atomic
def make_team(
    *,
    organization: Organization,
    name: str,
    by: User | None,
    purpose: str = "",
    accepts_messages: bool = True,
    answer_days: int = 3,
    time_zone: str = "",
) -> Team:
    """The organization's team of that name, made when it is unknown."""
    said = {"purpose": purpose, "accepts_messages": accepts_messages, "answer_days": answer_days}
    said["time_zone"] = time_zone
    team, created = Team.objects.get_or_create(organization=organization, name=name, defaults=said)
    if created:
        record("team.made", by=by, subject=team, organization=organization)
    return team


@transaction.atomic
def rename(*, organization: Organization, by: User) -> Organization:
    """Keep the organization's names, as the operation of the portal wrote them."""
    organization.save(update_fields=["name_fr", "name_en"])
    record("organization.renamed", by=by, subject=organization, organization=organization)
    return organization


@transaction.atomic
def describe(*, organization: Organization, by: User) -> Organization:
    """Keep the organization's telephone, hours and time zone, as an administrator wrote them."""
    organization.save(update_fields=["phone", "public_hours", *_moved(organization)])
    record("organization.described", by=by, subject=organization, organization=organization)
    return organization


@transaction.atomic
def change_team(*, team: Team, by: User) -> Team:
    """Keep a team's name, purpose, time zone and whether it receives messages."""
    team.save(update_fields=["name", "purpose", "accepts_messages", "answer_days", *_moved(team)])
    record("team.changed", by=by, subject=team, organization=team.organization)
    return team


def _moved(place: Organization | Team) -> list[str]:
    """Name the zone's column when it changes: whoever plans by it listens (`post_save`)."""
    is_same = type(place).objects.filter(pk=place.pk, time_zone=place.time_zone).exists()
    return [] if is_same else ["time_zone"]


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
