"""Asking before reminders leave, and closing what is no longer due."""

import time
from dataclasses import replace

from django.db import transaction

from portal import locks
from portal.clock import now
from portal.locks import Lock, held_by_session
from portal.people.models import User
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.still_due import asking
from reminders.still_due.asking import Lane

WORKS_FOR = 40
"""Seconds that a sweep goes on while there is something to ask; then the next bell."""


def sweep(*, by: User | None = None) -> int:
    """Ask about all that is about to leave; return how many references were asked about. One sweep at a time."""
    with held_by_session(Lock.STILL_DUE, 0) as is_ours:
        if not is_ours:
            return 0
        addresses = asking.watch()
        asked, until = 0, time.monotonic() + WORKS_FOR
        while addresses and time.monotonic() < until and (lanes := asking.find(addresses)):
            asking.ask(lanes)
            for lane in lanes:
                settle(lane=lane, by=by)
            asked += sum(len(lane.answers) for lane in lanes)
            addresses = asking.watch()
        return asked


@transaction.atomic
def settle(*, lane: Lane, by: User | None) -> None:
    """Write the answers of one address; what is no longer due is closed as if its organization had sent it so."""
    organization, closed = lane.subscription.organization, asking.by_state(lane)
    asking.note(lane, now())
    if not closed:
        return
    locks.wait_for_name(f"imported_deadlines:{organization.pk}")  # nothing is sent of them meanwhile
    mine = ImportedDeadline.objects.filter(organization=organization, reference__in=closed).select_related("kind")
    rows = [replace(_as_row(one), state=closed[one.reference]) for one in mine]
    receive(organization=organization, rows=rows, by=by, origin=Deadline.Origin.IMPORT)


def _as_row(one: ImportedDeadline) -> ImportedRow:
    """As it was last received."""
    return ImportedRow(
        reference=one.reference,
        kind=one.kind,
        client_number=one.client_number,
        due_on=one.due_on,
        due_time=one.due_time,
        state=one.state,
        time_zone=one.time_zone,
    )
