"""Planning again for one person who was set aside."""

from uuid import UUID

from portal.clock import now
from reminders.deadlines.models import Deadline
from reminders.reminders.planning import plan_whole


def plan_all_of(person: UUID) -> int:
    """All that is open of theirs. Raises what the database says."""
    return plan_whole(Deadline.objects.open().filter(citizen_id=person), at=now())
