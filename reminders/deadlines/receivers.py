"""Another zone moves what is planned: of an organization or a team, the hours of its place; of a person, all theirs."""

from typing import Any

from django.db.models import F

from portal.clock import now
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen
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


def on_person_saved(
    sender: type[Citizen], instance: Citizen, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Of `post_save`: whoever writes it, or puts it back, in the transaction of what is written."""
    if "time_zone" in (update_fields or ()):
        plan(Deadline.objects.open().filter(citizen=instance), at=now())
