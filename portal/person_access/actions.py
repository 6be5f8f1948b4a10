"""Open somebody whom no team of one's own serves, register somebody new, give a support code."""

import secrets
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import clock, locks
from portal.access.permissions import Permission
from portal.access.visibility import require, visibility_of
from portal.audit.actions import record, record_refusal
from portal.counters.rates import count_of, is_within
from portal.counters.stores import CounterKind
from portal.foundation.crypto.indexing import keyed_digest
from portal.organizations.models import Team
from portal.people import actions as people
from portal.people.births import Birth
from portal.people.models import Citizen, User
from portal.person_access.identity import asked_by, right_answers
from portal.person_access.models import LASTS, SUPPORT_CODE_LASTS, IdentityRule, PersonAccess, SupportCode

Reason, Proof = PersonAccess.Reason, PersonAccess.Proof
MOST_WRONG_OF_PERSON, MOST_WRONG_OF_ACCOUNT, DAY = 5, 20, 86_400
"""Checks of identity that may fail in a day, for one person at one organization, and by one account."""
DIGITS = 8
MOST_CODES_TYPED, CODE_WINDOW = 10, 900
"""Support codes that an account may type in a quarter of an hour: one chance in ten million against one that lives."""


class TooManyFailures(Exception):
    """Identity was not recognised too often today: a supervisor, or the counter with a card, is the way."""


class NotRecognized(Exception):
    """Too few right answers; `left` checks remain today."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class SupportCodeRefused(Exception):
    """Unknown, used or expired."""


@transaction.atomic
def register(
    *, given_name: str, family_name: str, team: Team, by: User, birth: Birth | None = None, email: str = ""
) -> Citizen:
    """Make a person without an account known, whom the team serves from then on. Raises PermissionDenied."""
    _must_belong(team, by)
    person = people.register_without_account(given_name=given_name, family_name=family_name, postal_address="", by=by)
    if birth:
        people.describe(citizen=person, birth_date=None, known=birth, by=by)
    if email:
        people.note_email(citizen=person, email=email, by=by)
    PersonAccess.objects.create(citizen=person, team=team, by=by, reason=Reason.REGISTERED, proof=Proof.SAID)
    return person


def open_by_answers(
    *, citizen: Citizen, team: Team, reason: str, note: str, answers: Mapping[str, str], by: User
) -> PersonAccess:
    """Open a person who answered enough of the organization's questions. Raises NotRecognized, TooManyFailures."""
    _must_belong(team, by)
    if (left := _failures_left(citizen, team, answers, by)) is not None:
        raise NotRecognized(left)
    return _open(citizen, team, reason, Proof.ANSWERS, note, by)


@transaction.atomic
def _failures_left(citizen: Citizen, team: Team, answers: Mapping[str, str], by: User) -> int | None:
    """Return None for enough right answers; else, once it is counted and journaled, how many checks are left today.

    One at a time for an account and for a person: twenty at once are twenty tries. A failure is an answer and not an
    exception, which would take its count back with the transaction. Raises TooManyFailures."""
    of_account, of_person = f"identity-by:{by.pk}", f"identity:{team.organization_id}:{citizen.pk}"
    limits = {of_account: MOST_WRONG_OF_ACCOUNT, of_person: MOST_WRONG_OF_PERSON}
    for name in limits:
        locks.wait_for_name(name)
    failures = {name: _count_of(name) for name in limits}
    if any(failures[name] >= most for name, most in limits.items()):
        raise TooManyFailures
    asked = asked_by(team.organization_id)
    wanted = [(code, answers.get(code, "")) for code in asked.codes]
    if right_answers(citizen, wanted, team.organization_id) >= asked.needed:
        return None
    for name, most in limits.items():
        is_within(name, most=most, seconds=DAY, kind=CounterKind.KEPT)
    organization = team.organization
    record("person_access.not_recognized", by=by, subject=citizen, citizen=citizen, organization=organization)
    return MOST_WRONG_OF_PERSON - failures[of_person] - 1


def _count_of(name: str) -> int:
    return count_of(name, seconds=DAY, kind=CounterKind.KEPT)


def open_by_card(*, citizen: Citizen, team: Team, note: str, by: User) -> PersonAccess:
    """Open a person at the counter whose card with a photograph was seen. Raises PermissionDenied."""
    _must_belong(team, by)
    return _open(citizen, team, Reason.CAME, Proof.CARD, note, by)


@transaction.atomic
def serve_account(*, citizen: Citizen, team: Team, by: User | None, proof: str = Proof.LETTER) -> None:
    """Let the team that registered a person serve the account that proved to be theirs: by the code of its letter, or
    by another `proof`."""
    said = {"by": by, "reason": Reason.JOINED, "proof": proof}
    PersonAccess.objects.get_or_create(citizen=citizen, team=team, ends_at=None, defaults=said)


def open_by_code(*, code: str, team: Team, reason: str, note: str, by: User) -> PersonAccess:
    """Open the person who reads the code of their space, once. Each try counts, and what fails stays counted: that is
    outside the transaction. Raises SupportCodeRefused, TooManyFailures."""
    _must_belong(team, by)
    if not is_within(f"support-code:{by.pk}", most=MOST_CODES_TYPED, seconds=CODE_WINDOW, kind=CounterKind.KEPT):
        raise TooManyFailures
    try:
        return _open_by_code(code, team, reason, note, by)
    except SupportCodeRefused:
        record_refusal(by=by, verb="person_access.code_refused", detail={"organization": str(team.organization_id)})
        raise


@transaction.atomic
def _open_by_code(code: str, team: Team, reason: str, note: str, by: User) -> PersonAccess:
    mine = SupportCode.objects.filter(digest=_digest_of(code), expires_at__gt=clock.now())
    found = mine.select_for_update(no_key=True).select_related("citizen").first()
    if found is None:
        raise SupportCodeRefused
    citizen = found.citizen
    found.delete()
    return _open(citizen, team, reason, Proof.CODE, note, by)


@transaction.atomic
def give_support_code(*, citizen: Citizen, by: User) -> str:
    """Return eight figures that open this person to the agent who hears them, for a quarter of an hour. One at a time:
    the former one is void."""
    if visibility_of(by).own_citizen_id != citizen.pk:
        raise PermissionDenied
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    until = clock.now() + SUPPORT_CODE_LASTS
    SupportCode.objects.update_or_create(citizen=citizen, defaults={"digest": _digest_of(code), "expires_at": until})
    record("support_code.given", by=by, subject=citizen, citizen=citizen)
    return code


@transaction.atomic
def set_identity_rule(*, rule: IdentityRule, by: User) -> IdentityRule:
    """Keep what an organization asks, and how many right answers it wants. Raises PermissionDenied."""
    require(by, Permission.DESCRIBE_ORGANIZATIONS, organization_id=rule.organization_id)
    rule.save()
    detail = {"asked": rule.asked, "needed": rule.needed}
    record("identity_rule.set", by=by, subject=rule, organization=rule.organization, detail=detail)
    return rule


def _must_belong(team: Team, by: User) -> None:
    """Raise PermissionDenied unless the account serves people in that team."""
    visibility = visibility_of(by)
    if team.pk not in visibility.team_ids or not visibility.may(Permission.SERVE_PEOPLE):
        raise PermissionDenied


@transaction.atomic
def _open(citizen: Citizen, team: Team, reason: str, proof: str, note: str, by: User) -> PersonAccess:
    """Raises PermissionDenied for oneself: one's own matters are a colleague's to handle."""
    if visibility_of(by).own_citizen_id == citizen.pk:
        raise PermissionDenied
    ends_at = clock.now() + LASTS
    access = PersonAccess.objects.create(
        citizen=citizen, team=team, by=by, reason=reason, proof=proof, note=note, ends_at=ends_at
    )
    detail = {"reason": str(reason), "proof": str(proof)}
    organization = team.organization
    record(f"person_access.{reason}", by=by, subject=access, citizen=citizen, organization=organization, detail=detail)
    return access


def _digest_of(code: str) -> str:
    """Return the digest of the figures typed, however they are grouped."""
    figures = "".join(sign for sign in code if sign.isdecimal())
    return keyed_digest(figures, context="support_code")
