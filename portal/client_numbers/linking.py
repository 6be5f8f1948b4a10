"""Linking a number for a person whom an agent has in front of them or on the telephone."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.client_numbers.actions import agree
from portal.client_numbers.models import ClientNumber
from portal.client_numbers.serving import served_by
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.organizations.models import Organization
from portal.people.models import Citizen, User


@transaction.atomic
def link_by_agent(*, citizen: Citizen, organization: Organization, number: str, by: User) -> ClientNumber:
    """The person reads in their space that an agent did it: they know best whether the number is theirs.

    Raises PermissionDenied, NumberTaken, Unfit."""
    if not served_by(by, organization.pk).filter(pk=citizen.pk).exists():
        raise PermissionDenied
    agreed = agree(citizen=citizen, organization=organization, number=number, how=ClientNumber.How.AGENT, by=by)
    announce(kind=Notice.Kind.NUMBER_LINKED, citizen=citizen, subject=agreed, organization=organization, by=by)
    return agreed
