"""Selections of what an agent may offer to a person, and for which team."""

from django.db.models import QuerySet

from portal.access.visibility import Account, visibility_of
from portal.organizations.models import Team
from reminders.kinds.models import DeadlineKind


def kinds_of(user: Account) -> QuerySet:
    """Published kinds of the organizations for which this account works."""
    teams = visibility_of(user).team_ids
    return DeadlineKind.objects.published().filter(organization__teams__in=teams).distinct()


def teams_of(user: Account) -> QuerySet:
    """Teams in which this account serves people."""
    teams = Team.objects.filter(pk__in=visibility_of(user).team_ids)
    return teams.select_related("organization").order_by("organization__name_order", "name_order")
