"""Agreeing on a number, and ending it; declaring the form of an organization's numbers."""

from django.db import IntegrityError, transaction

from portal import clock
from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.client_numbers.agreed import open_what_waited
from portal.client_numbers.models import ClientNumber, NumberPattern, digest_of, pattern_of
from portal.organizations.models import Organization
from portal.people.models import Citizen, User


class NumberTaken(Exception):
    """It is agreed with somebody else: only the organization can tell who is right."""


@transaction.atomic
def agree(*, citizen: Citizen, organization: Organization, number: str, how: str, by: User) -> ClientNumber:
    """From now on what the organization sends under this number is this person's. Twice is once.

    Raises NumberTaken; Unfit for what is no number of that organization's."""
    number = pattern_of(organization.pk).number_of(number)
    digest = digest_of(organization.pk, number)
    if same := _in_force(organization, digest, citizen):
        return same
    try:
        with transaction.atomic():
            agreed = ClientNumber.objects.create(
                citizen=citizen, organization=organization, number=number, digest=digest, agreed_by=by, agreed_how=how
            )
    except IntegrityError:
        # Somebody agreed on it at the same instant: the same person, pressing twice, or another.
        if same := _in_force(organization, digest, citizen):
            return same
        raise
    record("client_number.agreed", by=by, subject=agreed, citizen=citizen, organization=organization)
    open_what_waited(number=agreed, by=by)
    return agreed


@transaction.atomic
def end(*, number: ClientNumber, by: User, reason: str = "") -> ClientNumber:
    """What came stays; nothing more comes under that number. `reason`: why an agent takes it away."""
    fields = {"ended_at": clock.now(), "ended_by": by, "ended_reason": reason}
    if ClientNumber.objects.in_force().filter(pk=number.pk).update(**fields):
        detail = {"reason": str(reason)} if reason else {}
        concerned = {"citizen": number.citizen, "organization": number.organization}
        record("client_number.ended", by=by, subject=number, detail=detail, **concerned)
    number.refresh_from_db()
    return number


@transaction.atomic
def end_all(*, citizen: Citizen, by: User) -> None:
    """Untie every number of a person."""
    for number in ClientNumber.objects.in_force().filter(citizen=citizen).order_by("pk"):
        end(number=number, by=by)


def _in_force(organization: Organization, digest: str, citizen: Citizen) -> ClientNumber | None:
    """This person's number, if it is agreed. Raises NumberTaken when it is another's."""
    same = ClientNumber.objects.in_force().filter(organization=organization, digest=digest).first()
    if same and same.citizen_id != citizen.pk:
        raise NumberTaken
    return same


@transaction.atomic
def declare(*, pattern: NumberPattern, by: User) -> NumberPattern:
    """From now on, what the organization sends under a number of another form is refused. Numbers agreed before stay.

    Raises PermissionDenied to all but the organization's administrators, ValidationError for a form without numbers."""
    require(by, Permission.CONFIGURE_CLIENT_NUMBERS, organization_id=pattern.organization_id)
    pattern.declared_at, pattern.declared_by = clock.now(), by
    pattern.full_clean()
    pattern.save()
    record("number_pattern.declared", by=by, subject=pattern, organization=pattern.organization)
    return pattern
