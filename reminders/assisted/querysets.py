"""Selections of what an agent may offer to a person."""

from django.db.models import QuerySet

from portal.access.visibility import Account, visibility_of
from reminders.kinds.models import DeadlineKind


def kinds_of(user: Account) -> QuerySet:
    """Published kinds of the organizations for which this account works."""
    teams = visibility_of(user).team_ids
    return DeadlineKind.objects.published().filter(organization__teams__in=teams).distinct()
