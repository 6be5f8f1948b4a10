"""Inviting by letter, using the code once. In between, letters are printed as `portal.printing` does."""

import datetime as dt
import hmac
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from portal import locks
from portal.audit.actions import record
from portal.clock import now
from portal.foundation.crypto.codes import digest_of, new_code
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.invitations.codes import hint_of
from reminders.invitations.models import Contents, Invitation
from reminders.invitations.querysets import InvitationQuerySet

VALID_FOR = dt.timedelta(days=90)


class Invitee(NamedTuple):
    """Somebody whom the organization knows: by which number, their name, the lines of their address."""

    digest: str
    number: str
    name: str
    address: str


class CodeRefused(Exception):
    """No invitation in force for this number has this code: used, expired, replaced or never made."""


@transaction.atomic
def invite(*, organization: Organization, invitee: Invitee, by: User) -> Invitation:
    """By somebody of the organization. An invitation under way is replaced: its code opens nothing any more."""
    _serialize(organization)
    _close(Invitation.objects.open().filter(organization=organization, digest=invitee.digest))
    invitation = _new(organization, invitee, by)
    invitation.save(force_insert=True)
    record("invitation.asked", by=by, subject=invitation, organization=organization)
    return invitation


@transaction.atomic
def invite_many(*, organization: Organization, invitees: Mapping[str, Invitee], by: User | None) -> int:
    """By the organization's system or file (digest → who). Sent again every day, it makes one letter in ninety days:
    a number already invited is left alone. Returns how many letters are new."""
    if not invitees:
        return 0
    _serialize(organization)
    at = now()
    known = Invitation.objects.filter(organization=organization, digest__in=invitees, expires_at__gt=at)
    already = set(known.values_list("digest", flat=True))
    fresh = [_new(organization, one, by) for digest, one in invitees.items() if digest not in already]
    _close(Invitation.objects.open().filter(organization=organization, digest__in=[one.digest for one in fresh]))
    Invitation.objects.bulk_create(fresh)
    if fresh:
        record("invitation.asked", by=by, organization=organization, detail={"count": len(fresh)})
    return len(fresh)


@transaction.atomic
def redeem(*, organization: Organization, digest: str, code: str, by: User) -> Invitation:
    """Takes the code, once however many try at once. Raises CodeRefused."""
    mine = Invitation.objects.in_force(now()).filter(organization=organization, digest=digest).first()
    asked = code_digest_of(organization=organization, digest=digest, code=code)
    if not hmac.compare_digest(asked, mine.code_digest if mine else "") or mine is None:
        raise CodeRefused
    taken = Invitation.objects.open().filter(pk=mine.pk)
    if not taken.update(state=Invitation.State.USED, used_at=now(), used_by=by, contents=None):
        raise CodeRefused
    mine.refresh_from_db()
    record("invitation.used", by=by, subject=mine, organization=organization)
    return mine


@transaction.atomic
def close(*, organization: Organization, digest: str, by: User | None) -> int:
    """The number is linked by other means: its code opens nothing any more, and a letter not yet printed stays here."""
    return _close(Invitation.objects.open().filter(organization=organization, digest=digest))


def code_digest_of(*, organization: Organization, digest: str, code: str) -> str:
    """Keyed, and bound to the number: the code of another letter is no code here."""
    return digest_of(code, context=f"invitation:{organization.pk}:{digest}")


def _new(organization: Organization, invitee: Invitee, by: User | None) -> Invitation:
    code = new_code()
    invitation = Invitation(
        organization=organization,
        digest=invitee.digest,
        code_digest=code_digest_of(organization=organization, digest=invitee.digest, code=code),
        expires_at=now() + VALID_FOR,
        by=by,
    )
    invitation.keep(Contents(invitee.name, invitee.address, hint_of(invitee.number), code))
    return invitation


def _close(open_ones: InvitationQuerySet) -> int:
    return open_ones.update(state=Invitation.State.EXPIRED, contents=None)


def _serialize(organization: Organization) -> None:
    """One at a time for an organization: two who invite the same person at once make one letter."""
    locks.wait_for_name(f"invitations:{organization.pk}")
