"""Another zone of an organization or a team moves the hours that are of its place."""

from typing import Any

from django.db.models import F

from portal.clock import now
from portal.organizations.models import Organization, Team
from reminders.deadlines.models import Deadline
from reminders.reminders.planning import plan


def on_place_saved(
    sender: type[Organization | Team],
    instance: Organization | Team,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Of `post_save`: the actions of organizations name the zone when it changed."""
    if "time_zone" not in (update_fields or ()):
        return
    timed = Deadline.objects.open().filter(due_time__isnull=False, time_zone="")
    mine = {"kind__team": instance} if isinstance(instance, Team) else {"kind__organization": instance}
    if timed.filter(**mine).update(sequence=F("sequence") + 1):
        plan(timed.filter(**mine), at=now())
