"""Receiving what organizations send, and linking a person to what waits for them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal.audit.actions import record, record_refusal
from portal.client_numbers import actions as client_numbers
from portal.client_numbers.linking import link_by_agent
from portal.client_numbers.models import ClientNumber, digest_of
from portal.client_numbers.writing import normal_form
from portal.clock import now
from portal.organizations.models import Organization
from portal.people.models import Citizen, User
from reminders.deadlines.models import Deadline
from reminders.deadlines.payments import found
from reminders.imported_deadlines.leaving import give_back, leave
from reminders.imported_deadlines.models import ImportedDeadline, LinkAttempt
from reminders.imported_deadlines.received import Received
from reminders.imported_deadlines.receiving import settle, store
from reminders.imported_deadlines.rows import ImportedRow
from reminders.invitations.actions import CodeRefused, Invitee, close, invite, invite_many, redeem
from reminders.invitations.models import Invitation
from reminders.kinds.models import DeadlineKind
from reminders.reminders.planning import plan

MOST = 1000
"""Rows per batch."""
RESULTS = ("created", "changed", "renumbered", "unchanged")
PER_HOUR, AN_HOUR = 10, dt.timedelta(hours=1)


class TooManyAttempts(Exception):
    """Ten codes within an hour from one account."""


@transaction.atomic
def receive(*, organization: Organization, rows: Sequence[ImportedRow], by: User | None, origin: str) -> Received:
    """Idempotent: a row that says nothing new changes nothing. Reminders are planned in the same transaction.

    One journal row per batch, with counts; each deadline's own page says where it comes from. A reference that goes to
    another client number has a row of its own, for each person concerned. Raises ReferenceTwice, NumberChanged."""
    received = store(organization, rows)
    settled = settle(received.touched, origin=origin)
    _plan(settled)
    if any(row.kind.nature == DeadlineKind.Nature.PAYOUT for row in rows):
        found(settled, by=by)
    if lost := [deadline for _imported, _former, deadline in received.renumbered if deadline]:
        leave(deadlines=lost, by=by)
    invite_many(organization=organization, invitees=_invitees(organization, rows, received), by=by)
    counts = {name: list(received.results.values()).count(name) for name in RESULTS}
    record("imported_deadlines.received", by=by, organization=organization, detail=counts | {"origin": str(origin)})
    _record_renumbered(received, organization, by)
    return received


def _record_renumbered(received: Received, organization: Organization, by: User | None) -> None:
    """A row for the person whom a deadline leaves, and one for the person to whom it goes."""
    sides = [
        (imported_deadline, {former, imported_deadline.citizen_id} - {None})
        for imported_deadline, former, _deadline in received.renumbered
    ]
    people = Citizen.objects.in_bulk({pk for _, concerned in sides for pk in concerned})
    for imported_deadline, concerned in sides:
        for pk in sorted(concerned):
            record(
                "imported_deadline.renumbered",
                by=by,
                subject=imported_deadline,
                citizen=people[pk],
                organization=organization,
            )


@transaction.atomic
def link(*, citizen: Citizen, organization: Organization, number: str, how: str, by: User) -> ClientNumber:
    """Agree on the number, which opens what was waiting under it. Raises NumberTaken, Unfit."""
    return client_numbers.agree(citizen=citizen, organization=organization, number=number, how=how, by=by)


@transaction.atomic
def open_waiting(*, number: ClientNumber, by: User) -> None:
    """A person agreed on this number: its letter has served, and the dates that waited under it are theirs."""
    organization = number.organization
    close(organization=organization, digest=number.digest, by=by)
    waiting = ImportedDeadline.objects.filter(organization=organization, digest=number.digest, citizen=None)
    # A number kept under a former rule may share the digest without being the same: «123456.0» and «1234560».
    same = normal_form(number.number)
    waiting = waiting.select_related("kind").select_for_update(of=("self",))
    theirs = [
        imported_deadline for imported_deadline in waiting if normal_form(imported_deadline.client_number) == same
    ]
    for imported_deadline in theirs:
        imported_deadline.citizen, imported_deadline.changed_at = number.citizen, now()
    give_back(number, theirs)
    ImportedDeadline.objects.bulk_update(theirs, ["citizen", "changed_at"])
    _plan(settle(theirs, origin=Deadline.Origin.IMPORT))


def link_by_code(*, citizen: Citizen, organization: Organization, number: str, code: str, by: User) -> ClientNumber:
    """The person proves that they opened the organization's letter. Counted before it is looked at, in a transaction of
    its own: a failure stays counted.

    Raises TooManyAttempts, CodeRefused (whether the number exists or not), NumberTaken and Unfit (the code stays
    good)."""
    _count_attempt(by)
    try:
        with transaction.atomic():
            digest = digest_of(organization.pk, number)
            redeem(organization=organization, digest=digest, code=code, by=by)
            return link(citizen=citizen, organization=organization, number=number, how=ClientNumber.How.CODE, by=by)
    except CodeRefused:
        record_refusal(by=by, verb="client_number.agreed", detail={"organization": str(organization.pk)})
        raise


def link_again(*, number: ClientNumber, by: User) -> ClientNumber:
    """Undo `leaving.unlink`: the dates come back. Raises PermissionDenied, NumberTaken, Unfit."""
    about = {"citizen": number.citizen, "organization": number.organization, "number": number.number}
    return link_by_agent(**about, by=by)


@transaction.atomic
def invite_waiting(*, imported_deadline: ImportedDeadline, name: str, address: str, by: User) -> Invitation:
    """A letter to the person whom the organization knows by this number."""
    invitee = Invitee(imported_deadline.digest, imported_deadline.client_number, name, address)
    return invite(organization=imported_deadline.organization, invitee=invitee, by=by)


@transaction.atomic
def _count_attempt(by: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # twenty at once are counted one after the other
    if LinkAttempt.objects.filter(by=by, at__gt=now() - AN_HOUR).count() >= PER_HOUR:
        raise TooManyAttempts
    LinkAttempt.objects.create(by=by)


def _invitees(organization: Organization, rows: Sequence[ImportedRow], received: Received) -> dict[str, Invitee]:
    """digest → who, for the rows whose person is not known yet and is still expected to act."""
    found = {}
    for row in rows:
        if row.invite and row.state == ImportedDeadline.State.OPEN and row.reference in received.unmatched:
            digest = digest_of(organization.pk, row.client_number)
            found[digest] = Invitee(digest, row.client_number, *row.invite)
    return found


def kinds_of(*, organization: Organization) -> Mapping[str, DeadlineKind]:
    """code → kind, for checking rows."""
    return {kind.code: kind for kind in DeadlineKind.objects.filter(organization=organization)}


def _plan(deadlines: Sequence[Any]) -> None:
    if deadlines:
        plan(Deadline.objects.filter(pk__in=deadlines), at=now())
