"""Inviting somebody to act: by the person from their space, or by an agent who saw a document; and the answer."""

import datetime as dt
import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import clock
from portal.access.visibility import visibility_of
from portal.account_notices.actions import tell as notify_account
from portal.account_notices.models import AccountNotice
from portal.audit.actions import record
from portal.celery import app
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.foundation.crypto.codes import digest_of
from portal.mandates.actions import give, replace
from portal.mandates.models import Mandate, MandateInvitation
from portal.mandates.notifying import notify_both, notify_person
from portal.mandates.querysets import MandateInvitationQuerySet
from portal.notices.models import Notice
from portal.organizations.models import Organization
from portal.people.models import Citizen, User

VALID_FOR = dt.timedelta(days=14)
VALID_BY_POST = dt.timedelta(days=60)
"""Printed, posted, and on a kitchen table."""
WRITING = "reminders.write_mandate_letters"
"""Of an app above, by name."""
MOST_A_DAY = 10
"""Invitations of one person."""
MOST_TO_ADDRESS = 5
"""E-mails or letters to one address in a day, whoever sends them."""


class TooManyInvitations(Exception):
    """This person, or this address, has had enough invitations for today."""


class InvitationClosed(Exception):
    """The invitation was answered, taken back or expired."""


class Oneself(Exception):
    """Nobody acts for oneself."""


@transaction.atomic
def invite(*, citizen: Citizen, invitee: str, by: User, email: str = "", **columns: Any) -> MandateInvitation:
    """By the person. Whether the address has an account or not, nothing differs. A request to the same address that
    waits for its answer is taken back.

    `columns`: the scope and, for whom has no e-mail, `postal_address`, the lines of an envelope.
    Raises PermissionDenied for anybody else, Oneself, TooManyInvitations."""
    if visibility_of(by).citizen_of_account != citizen.pk:
        raise PermissionDenied
    if email and email.lower() == by.email.lower():
        raise Oneself
    made = _make(citizen=citizen, email=email, by=by, invitee=invitee, **columns)
    for former in _same_asked_before(made):
        withdraw(invitation=former, by=by)
    return made


def _same_asked_before(invitation: MandateInvitation) -> MandateInvitationQuerySet:
    """Return those that this one replaces: of the person's own choice too, to the same address."""
    others = MandateInvitation.objects.open().filter(citizen=invitation.citizen, organization=None)
    where = {"email": invitation.email, "postal_address": invitation.postal_address}
    return others.filter(**where).exclude(pk=invitation.pk)


@transaction.atomic
def invite_with_document(
    *, citizen: Citizen, invitee: str, organization: Organization, by: User, email: str = "", **columns: Any
) -> MandateInvitation:
    """By an agent who saw the document; whether they serve the person is asked by the caller (`reminders.assisted`).

    `columns`: the same, and `kind`, `proof`, `proof_detail`. Raises Oneself, TooManyInvitations."""
    account = citizen.user
    if email and email.lower() in {by.email.lower(), account.email.lower() if account else ""}:
        raise Oneself
    return _make(citizen=citizen, email=email, by=by, invitee=invitee, organization=organization, **columns)


@transaction.atomic
def withdraw(*, invitation: MandateInvitation, by: User) -> bool:
    """Take it back: its code opens nothing. False when it was answered or taken back before."""
    still = MandateInvitation.objects.filter(pk=invitation.pk, accepted_at=None, declined_at=None, withdrawn_at=None)
    if not still.update(withdrawn_at=clock.now(), withdrawn_by=by, code_digest=""):
        return False
    record("mandate_invitation.withdrawn", by=by, subject=invitation, citizen=invitation.citizen)
    return True


@transaction.atomic
def accept(*, invitation: MandateInvitation, by: User) -> Mandate:
    """From a signed-in session that holds the code, or whose address was invited. Once, however many try. What the
    person asks of a helper who acts for them already replaces what they had asked before.

    Raises InvitationClosed, Oneself, NotMinor (a child came of age meanwhile)."""
    if invitation.citizen.user_id == by.pk:
        raise Oneself
    locked = MandateInvitation.objects.open().select_for_update(of=("self",)).select_related("citizen")
    mine = locked.filter(pk=invitation.pk).first()
    if mine is None or mine.ends_on and mine.ends_on < clock.today():
        raise InvitationClosed
    scope = mine.scope
    scope["starts_on"] = max(mine.starts_on, clock.today())
    if mine.organization_id is None:
        # Of two answers at once, the second replaces the first.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        replace(mandates=Mandate.objects.of_the_persons_choice().filter(citizen=mine.citizen, holder=by), by=by)
    mandate = give(citizen=mine.citizen, holder=by, kind=mine.kind, by=by, **scope)
    MandateInvitation.objects.filter(pk=mine.pk).update(
        accepted_at=clock.now(), accepted_by=by, mandate=mandate, code_digest=""
    )
    record("mandate_invitation.accepted", by=by, subject=mine, citizen=mine.citizen)
    notify_both(mandate, Notice.Kind.MANDATE_GIVEN, by=by)
    if mine.citizen.user:  # whatever they chose to receive: a stranger may have asked in their place
        notify_account(user=mine.citizen.user, kind=AccountNotice.Kind.HELPER)
    return mandate


@transaction.atomic
def decline(*, invitation: MandateInvitation, by: User) -> bool:
    """Say no; the person is notified. False when it was answered or taken back before."""
    if not MandateInvitation.objects.open().filter(pk=invitation.pk).update(declined_at=clock.now(), code_digest=""):
        return False
    record("mandate_invitation.declined", by=by, subject=invitation, citizen=invitation.citizen)
    notify_person(invitation, Notice.Kind.MANDATE_DECLINED, by=by)
    return True


def by_code(code: str) -> MandateInvitation | None:
    """Return the invitation in force that this code opens."""
    found = MandateInvitation.objects.open().filter(code_digest=code_digest_of(code)).select_related("citizen")
    return found.first()


def code_digest_of(code: str) -> str:
    return digest_of(code, context="mandate invitation")


def _make(*, citizen: Citizen, email: str, by: User, postal_address: str = "", **columns: Any) -> MandateInvitation:
    _count(citizen, email or postal_address)
    invitation = MandateInvitation(
        citizen=citizen,
        email=email.lower(),
        postal_address=postal_address,
        invited_by=by,
        expires_at=clock.now() + (VALID_FOR if email else VALID_BY_POST),
        **columns,
    )
    invitation.save(force_insert=True)
    record("mandate_invitation.made", by=by, subject=invitation, citizen=citizen)
    task = "portal.send_mandate_invitations" if email else WRITING
    transaction.on_commit(lambda: app.send_task(task, expires=60), robust=True)
    return invitation


def _count(citizen: Citizen, where: str) -> None:
    address = hashlib.sha256(where.lower().encode()).hexdigest()
    if not (
        is_within(f"mandate-invitations:{citizen.pk}", most=MOST_A_DAY, seconds=86_400, kind=CounterKind.KEPT)
        and is_within(f"mandate-invitations:{address}", most=MOST_TO_ADDRESS, seconds=86_400, kind=CounterKind.KEPT)
    ):
        raise TooManyInvitations
