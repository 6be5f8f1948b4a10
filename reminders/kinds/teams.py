"""The team that answers for a kind of deadline: chosen by its organization, or the only one that it has."""

from typing import Any

from portal.organizations.models import Organization, Team
from reminders.kinds.models import DeadlineKind


def team_of(kind: DeadlineKind, name: str) -> Team | None:
    """Return the organization's team of that name; when there is none, the kind's own, or the only one there is."""
    named = Team.objects.filter(organization=kind.organization_id, name=name).first()
    return named or kind.team or only_team_of(kind.organization)


def only_team_of(organization: Organization) -> Team | None:
    """Return the team of an organization that has exactly one."""
    teams = list(Team.objects.filter(organization=organization).order_by("name_order")[:2])
    return teams[0] if len(teams) == 1 else None


def on_team_saved(sender: type[Team], instance: Team, created: bool = False, **kwargs: Any) -> None:
    """Give the first team of an organization the kinds that waited for one (of `post_save`)."""
    if created and only_team_of(instance.organization) == instance:
        DeadlineKind.objects.filter(organization=instance.organization_id, team=None).update(team=instance)
