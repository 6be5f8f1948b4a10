"""Who else of the team has a conversation open: two agents who answer one person contradict each other."""

import datetime as dt

from messaging.threads.models import Thread
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.people.models import User

RECENT = dt.timedelta(minutes=15)


def reading_now(thread: Thread, *, but: User) -> list[User]:
    """Return the agents who opened this conversation less than 15 minutes ago, by name."""
    events = AuditEvent.objects.filter(
        citizen_id=thread.citizen_id, at__gte=now() - RECENT, verb="thread.read", subject_id=str(thread.pk)
    )
    readers = {by for by in events.exclude(by_id=but.pk).values_list("by_id", flat=True) if by}
    if not readers:
        return []
    in_team = {"memberships__team": thread.team_id, "memberships__ended_at": None}
    return list(User.objects.filter(pk__in=readers, **in_team).distinct().order_by("name_order", "pk"))
