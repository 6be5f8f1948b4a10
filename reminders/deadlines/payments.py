"""A payment that a person did not receive: a team of whoever pays is asked to look for it."""

from collections.abc import Iterable
from typing import Any

from portal.clock import now
from portal.organizations.models import Team
from portal.people.models import User
from portal.work_items.actions import open_item
from portal.work_items.models import WorkItem
from reminders.deadlines.models import Deadline
from reminders.deadlines.routing import teams_of

KIND = "deadlines.not_received"


def look_for(deadline: Deadline, *, by: User | None) -> None:
    """One task for the team that can open it. A date that the person keeps for herself alone asks nobody."""
    team = teams_of([deadline])[deadline.pk]
    if team is not None and not deadline.is_private:
        open_item(kind=KIND, subject=deadline, by=by, team=Team.objects.get(pk=team))


def found(deadlines: Iterable[Any], *, by: User | None) -> None:
    """Nobody looks for these any more (ids): they were received, or their day changed."""
    tasks = WorkItem.objects.open().filter(kind=KIND, subject_type=Deadline._meta.label_lower)
    tasks.filter(subject_id__in=list(deadlines)).update(done_at=now(), done_by=by)
