"""Invite a person without an account by post, and open what waits for them to whoever types the code."""

from django.db import transaction

from portal import locks
from portal.access.visibility import forget_visibility
from portal.audit.actions import record
from portal.clock import now
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.foundation.crypto.codes import digest_of, new_code
from portal.organizations.models import Team
from portal.people.models import Citizen, User
from portal.person_access.actions import serve_account
from portal.person_access.identity import NOT_ON_AN_ENVELOPE, knows_more_than_the_address, right_answers
from portal.same_people import actions as same_people
from portal.same_people.models import SamePerson
from reminders.space_invitations.models import VALID_FOR, SpaceInvitation
from reminders.space_invitations.querysets import SpaceInvitationQuerySet

MOST_AN_HOUR = 10
"""Codes that an account may type in an hour: one of three thousand million is right."""
MOST_A_DAY = 5
"""Answers that may be given in a day with the right code, by whatever account."""


class NotInvitable(Exception):
    """The person has an account, or no postal address, or nothing is known that proves who opened the letter."""


class SpaceCodeRefused(Exception):
    """Unknown, used, replaced or expired; or typed by somebody who does not know what the person knows."""


class TooManySpaceCodes(Exception):
    """This account has typed enough codes for an hour, or enough answers were given with this one for a day."""


@transaction.atomic
def invite(*, citizen: Citizen, team: Team, by: User) -> SpaceInvitation:
    """Ask for a letter with a code; whoever calls says that `by` serves the person. One that is under way is replaced:
    its code opens nothing any more. Raises NotInvitable."""
    if citizen.user_id is not None or not citizen.postal_address or _is_joined(citizen):
        raise NotInvitable
    if not knows_more_than_the_address(citizen, team.organization_id):
        raise NotInvitable
    locks.wait_for_name(f"space_invitation:{citizen.pk}")
    _close(citizen)
    code = new_code()
    invitation = SpaceInvitation.objects.create(
        citizen=citizen, team=team, code=code, code_digest=_digest_of(code), by=by, expires_at=now() + VALID_FOR
    )
    organization = team.organization
    record("space_invitation.asked", by=by, subject=invitation, citizen=citizen, organization=organization)
    return invitation


def redeem(*, code: str, answer: str, own: Citizen, by: User) -> SamePerson:
    """Join what was registered to the account's own person, once however many try at once.

    Whoever opens a letter has its code and its address; `answer` is something else that the organization knows of the
    person. Raises SpaceCodeRefused, TooManySpaceCodes."""
    if not is_within(f"space-code:{by.pk}", most=MOST_AN_HOUR, seconds=3600, kind=CounterKind.KEPT):
        raise TooManySpaceCodes
    invitation = _of_code(code).first()
    if invitation is None:
        raise SpaceCodeRefused
    if not is_within(f"space-answer:{invitation.pk}", most=MOST_A_DAY, seconds=86_400, kind=CounterKind.KEPT):
        raise TooManySpaceCodes
    answers = ((question, answer) for question in NOT_ON_AN_ENVELOPE)
    if not right_answers(invitation.citizen, answers, invitation.team.organization_id):
        raise SpaceCodeRefused
    return _redeem(code, own, by)


def _of_code(code: str) -> SpaceInvitationQuerySet:
    found = SpaceInvitation.objects.in_force(now()).filter(code_digest=_digest_of(code))
    return found.select_related("citizen", "team")


@transaction.atomic
def _redeem(code: str, own: Citizen, by: User) -> SamePerson:
    invitation = _of_code(code).select_for_update(no_key=True, of=("self",)).first()
    if invitation is None:
        raise SpaceCodeRefused
    invitation.state, invitation.used_at, invitation.used_by = SpaceInvitation.State.USED, now(), by
    invitation.code = None
    invitation.save(update_fields=["state", "used_at", "used_by", "code"])
    record("space_invitation.used", by=by, subject=invitation, citizen=invitation.citizen)
    try:
        link = same_people.join(citizen=invitation.citizen, same_as=own, by=by)
    except same_people.NotJoinable as error:
        raise SpaceCodeRefused from error
    serve_account(citizen=own, team=invitation.team, by=invitation.by)  # who serves the registration serves the person
    forget_visibility(by)
    return link


def _is_joined(citizen: Citizen) -> bool:
    return SamePerson.objects.in_force().filter(citizen=citizen).exists()


def _close(citizen: Citizen) -> None:
    mine = SpaceInvitation.objects.open().filter(citizen=citizen)
    mine.update(state=SpaceInvitation.State.EXPIRED, code=None)


def _digest_of(code: str) -> str:
    return digest_of(code, context="space_invitation")
