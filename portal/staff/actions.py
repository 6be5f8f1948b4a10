"""Inviting somebody to a role, answering, and the moment when the role takes effect."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal import clock, locks
from portal.access.permissions import Role
from portal.access.second_factor import strong_types_of
from portal.audit.actions import record
from portal.celery import app
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.organizations.models import Membership, Organization, Team
from portal.organizations.roles import may_give
from portal.people.models import User
from portal.staff.codes import code_digest_of
from portal.staff.models import StaffInvitation
from portal.staff.querysets import StaffInvitationQuerySet
from portal.staff.roles import give_role

VALID_FOR = dt.timedelta(days=14)
MOST_AN_HOUR = 60
"""Invitations and e-mails sent again, for one account."""
MOST_LISTED_A_DAY = 500
"""Invitations of lists, for one account."""
MOST_A_DAY = 5
"""E-mails of one organization to one address."""


class TooMany(Exception):
    """This account, or this organization for this address, has sent enough e-mails for now."""


@dataclass(frozen=True)
class StaffInvitee:
    """Whom a list invites; `team` for the roles of a team."""

    email: str
    role: str
    team: Team | None = None


class Listed(models.TextChoices):
    """What became of one of a list."""

    INVITED = "invited", _("Invitations envoyées")
    UNCHANGED = "unchanged", _("Déjà en fonction ou déjà invitées")
    DECLINED = "declined", _("Ont décliné\u00a0: rien ne leur est renvoyé")
    TOO_MANY = "too_many", _("Trop d’invitations aujourd’hui\u00a0: déposez de nouveau cette ligne demain.")
    REFUSED = "refused", _("Ce rôle n’est plus le vôtre à donner\u00a0: demandez à une autre personne.")


class NotInForce(Exception):
    """The invitation was answered, taken back or expired, or whoever made it may not give this role any more."""


@transaction.atomic
def invite(
    *, email: str, role: str, by: User | None, organization: Organization | None = None, team: Team | None = None
) -> StaffInvitation:
    """Invite an address, whether it has an account or not: nothing differs. The same invitation twice is one, sent
    again.

    Raises PermissionDenied when the role is not `by`'s to give, ValidationError when role and scope do not fit,
    TooMany.
    """
    wanted = StaffInvitation(
        email=email.lower(), role=role, organization=team.organization if team else organization, team=team
    )
    _check_may_invite(wanted, by)
    wanted.invited_by, wanted.expires_at = by, clock.now() + VALID_FOR
    wanted.full_clean(exclude=["invited_by", "accepted_by", "withdrawn_by", "membership"], validate_constraints=False)
    wanted.validate_constraints(exclude={"email"})
    _lock(wanted.email)
    if existing := _same(wanted).filter(accepted_at=None, declined_at=None, withdrawn_at=None).first():
        return resend(invitation=existing, by=by)
    _count(wanted, by)
    _make(wanted, by)
    _wake()
    return wanted


@transaction.atomic
def invite_many(*, organization: Organization, invitees: Mapping[int, StaffInvitee], by: User) -> dict[int, Listed]:
    """Invite those of a list, and return what became of each. The same list again repeats nothing: who holds the role,
    was invited and may still answer, or declined, is not written to."""
    in_order = sorted(invitees.items(), key=lambda one: one[1].email)  # two lists at once wait, and lock nobody out
    wanted = {
        key: StaffInvitation(email=one.email.lower(), role=one.role, organization=organization, team=one.team)
        for key, one in in_order
    }
    became = {key: _invite_listed(invitation, by) for key, invitation in wanted.items()}
    _wake()
    return became


@transaction.atomic
def resend(*, invitation: StaffInvitation, by: User | None) -> StaffInvitation:
    """Send it again with another code: the former one opens nothing any more. Its two weeks begin again.

    Raises PermissionDenied, TooMany, NotInForce."""
    _check_may_invite(invitation, by)
    _count(invitation, by)
    _send_again(invitation, by)
    _wake()
    return invitation


def _send_again(invitation: StaffInvitation, by: User | None) -> None:
    again = {"sent_at": None, "refused_at": None, "tries": 0, "next_try_at": clock.now(), "code_digest": ""}
    still = StaffInvitation.objects.filter(pk=invitation.pk, accepted_at=None, declined_at=None, withdrawn_at=None)
    if not still.update(expires_at=clock.now() + VALID_FOR, invited_by=by, **again):
        raise NotInForce
    record("staff_invitation.resent", by=by, subject=invitation, organization=invitation.organization)
    invitation.refresh_from_db()


@transaction.atomic
def withdraw(*, invitation: StaffInvitation, by: User) -> bool:
    """Take it back: its code opens nothing. False when the role is already in effect, or somebody withdrew it before.

    Raises PermissionDenied."""
    if not may_give(by, role=invitation.role, organization_id=invitation.organization_id):
        raise PermissionDenied
    still = StaffInvitation.objects.filter(pk=invitation.pk, membership=None, declined_at=None, withdrawn_at=None)
    if not still.update(withdrawn_at=clock.now(), withdrawn_by=by, code_digest=""):
        return False
    record("staff_invitation.withdrawn", by=by, subject=invitation, organization=invitation.organization)
    return True


@transaction.atomic
def accept(*, invitation: StaffInvitation, by: User, is_proven: bool) -> StaffInvitation:
    """Accept, from a session of that address; the role takes effect now when the account has a second factor that this
    session passed (`is_proven`), otherwise when one is added.

    Raises NotInForce."""
    _take(StaffInvitation.objects.addressed_to(by).filter(pk=invitation.pk), by=by)
    if is_proven and strong_types_of(by):
        take_effect(user=by)
    invitation.refresh_from_db()
    return invitation


@transaction.atomic
def decline(*, invitation: StaffInvitation, by: User) -> bool:
    """Say no. False when it was answered or taken back before."""
    mine = StaffInvitation.objects.open().filter(pk__in=StaffInvitation.objects.addressed_to(by), pk=invitation.pk)
    if not mine.update(declined_at=clock.now(), code_digest=""):
        return False
    record("staff_invitation.declined", by=by, subject=invitation, organization=invitation.organization)
    return True


@transaction.atomic
def take_effect(*, user: User) -> list[StaffInvitation]:
    """Give the roles that the account accepted. Called once it has a second factor; those whose author may not give
    the role any more stay without effect."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not strong_types_of(user):
        return []
    given = []
    accepted = StaffInvitation.objects.accepted_without_effect().filter(accepted_by=user)
    for invitation in accepted.select_related("organization", "team", "invited_by").order_by("accepted_at", "pk"):
        if not _author_may_give(invitation):
            continue
        invitation.membership = give_role(
            user=user,
            role=invitation.role,
            organization=invitation.organization,
            team=invitation.team,
            by=invitation.invited_by,
        )
        invitation.save(update_fields=["membership"])
        given.append(invitation)
    return given


def by_code(*, email: str, code: str) -> StaffInvitation | None:
    """Return the invitation in force of this address and code; None for every other pair, whatever the reason."""
    digest = code_digest_of(email, code)
    found = StaffInvitation.objects.open().filter(code_digest=digest, email=email.lower()).first()
    return found if found and _author_may_give(found) else None


def _take(mine: StaffInvitationQuerySet, *, by: User) -> StaffInvitation:
    """Accept a row once, however many try. Raises NotInForce."""
    found = mine.filter(pk__in=StaffInvitation.objects.open()).select_related("invited_by").first()
    if found is None or not _author_may_give(found):
        raise NotInForce
    taken = StaffInvitation.objects.open().filter(pk=found.pk)
    if not taken.update(accepted_at=clock.now(), accepted_by=by, code_digest=""):
        raise NotInForce
    record("staff_invitation.accepted", by=by, subject=found, organization=found.organization)
    return found


def _author_may_give(invitation: StaffInvitation) -> bool:
    """Whether who invited is still there to give this role: an administrator who left gives nothing any more."""
    author = invitation.invited_by
    if author is None:
        return True
    return author.is_active and may_give(author, role=invitation.role, organization_id=invitation.organization_id)


def _check_may_invite(invitation: StaffInvitation, by: User | None) -> None:
    if by is None:
        return
    own = by.email.lower() == invitation.email
    if own or not may_give(by, role=invitation.role, organization_id=invitation.organization_id):
        raise PermissionDenied


def _invite_listed(wanted: StaffInvitation, by: User) -> Listed:
    try:
        _check_may_invite(wanted, by)
    except PermissionDenied:
        return Listed.REFUSED
    _lock(wanted.email)
    scope = {"role": wanted.role, "organization": wanted.organization, "team": wanted.team}
    holds = Membership.objects.filter(user__email__iexact=wanted.email, ended_at=None, **scope)
    if holds.exists() or _same(wanted).underway().exists():
        return Listed.UNCHANGED
    last = _same(wanted).order_by("-created_at").first()
    if last and last.declined_at:
        return Listed.DECLINED
    mine = f"staff-invitations-listed:{by.pk}"
    a_day = is_within(mine, most=MOST_LISTED_A_DAY, seconds=86_400, kind=CounterKind.KEPT)
    if not (a_day and _is_address_within(wanted)):
        return Listed.TOO_MANY
    if last and last.is_open:
        _send_again(last, by)
    else:
        _make(wanted, by)
    return Listed.INVITED


def _same(wanted: StaffInvitation) -> StaffInvitationQuerySet:
    """Invitations of this address to this role, whatever became of them."""
    return StaffInvitation.objects.filter(
        email=wanted.email, role=wanted.role, organization=wanted.organization, team=wanted.team
    )


def _make(wanted: StaffInvitation, by: User | None) -> None:
    wanted.invited_by, wanted.expires_at = by, clock.now() + VALID_FOR
    wanted.save(force_insert=True)
    record("staff_invitation.made", by=by, subject=wanted, organization=wanted.organization, detail=_role_of(wanted))


def _count(invitation: StaffInvitation, by: User | None) -> None:
    if by is None:
        return
    an_hour = is_within(f"staff-invitations:{by.pk}", most=MOST_AN_HOUR, seconds=3600, kind=CounterKind.KEPT)
    if not (an_hour and _is_address_within(invitation)):
        raise TooMany


def _is_address_within(invitation: StaffInvitation) -> bool:
    address = hashlib.sha256(f"{invitation.organization_id}:{invitation.email}".encode()).hexdigest()
    return is_within(f"staff-invitations:{address}", most=MOST_A_DAY, seconds=86_400, kind=CounterKind.KEPT)


def _role_of(invitation: StaffInvitation) -> dict[str, str]:
    return {"role": Role(invitation.role).value}


def _lock(email: str) -> None:
    """Two who invite the same address at once make one row: the unique constraint would answer with an error."""
    locks.wait_for_name(f"staff-invitation:{email}")


def _wake() -> None:
    transaction.on_commit(lambda: app.send_task("portal.send_staff_invitations", expires=60), robust=True)
