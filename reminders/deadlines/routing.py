"""Which team of its organization a deadline goes to: for tasks and calls."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from portal.dossiers.models import Dossier
from reminders.deadlines.models import Deadline


def teams_of(deadlines: Iterable[Deadline]) -> dict[Any, UUID | None]:
    """Return, for each deadline's id, the id of the team that may open what is asked about it.

    The team that has a dossier of the person, that of the kind first, then the most recent open one; else the kind's
    team, which sees what is not private. None: nobody of the organization but its supervisors. One query; `kind` is
    loaded on each deadline."""
    listed = list(deadlines)
    dossiers = dossier_teams({deadline.citizen_id for deadline in listed})
    found: dict[Any, UUID | None] = {}
    for deadline in listed:
        own = dossiers.get((deadline.citizen_id, deadline.kind.organization_id), [])
        found[deadline.pk] = deadline.kind.team_id if deadline.kind.team_id in own or not own else own[0]
    return found


def dossier_teams(people: set[Any]) -> dict[tuple[Any, Any], list[UUID]]:
    """Return (person, organization) → the teams that have a dossier of theirs, open and recent ones first."""
    found: dict[tuple[Any, Any], list[UUID]] = {}
    rows = Dossier.objects.filter(citizen__in=people).order_by("-state", "-opened_at", "-pk")  # «open» before «closed»
    for person, organization, team in rows.values_list("citizen_id", "organization_id", "team_id"):
        found.setdefault((person, organization), []).append(team)
    return found
