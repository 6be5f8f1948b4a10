"""Voting."""

from django.db import transaction

from portal.organizations.models import Organization
from portal.votes.ballots import Ballot
from portal.votes.models import Vote


@transaction.atomic
def vote(*, ballot: Ballot, is_useful: bool, comment: str = "") -> Vote:
    """Nobody's: no `by`, and so no journal row."""
    organization = Organization.objects.filter(pk=ballot.organization).first() if ballot.organization else None
    return Vote.objects.create(
        subject_type=ballot.subject_type,
        subject_id=ballot.subject_id,
        title=ballot.title,
        organization=organization,
        is_useful=is_useful,
        comment=comment,
    )
