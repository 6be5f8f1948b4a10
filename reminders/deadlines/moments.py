"""Rules of time of one deadline: when it comes back, which days «plus tard» offers, until when it is still useful."""

import datetime as dt

from portal.clock import today
from reminders.deadlines.models import Deadline
from reminders.kinds.dates import following
from reminders.kinds.models import DeadlineKind
from reminders.reminders.ladder import LAST_USEFUL_FOR, instant
from reminders.reminders.places import starts_at

LATER = (1, 3, 7)
"""Days offered at once: tomorrow, in three days, in a week."""


def last_useful(deadline: Deadline, here: dt.date) -> dt.datetime:
    """Before the date: its own day (or the appointment itself), so that putting off never makes one late. After it:
    while the last step of the ladder is useful. `here` is the person's day."""
    zone = deadline.citizen.time_zone
    if here <= deadline.due_on:
        return starts_at(deadline) or instant(deadline.due_on, dt.time(23, 59), zone)
    last = deadline.due_on + dt.timedelta(days=last_step(deadline.kind))
    return instant(last, deadline.kind.send_at, zone) + LAST_USEFUL_FOR


def last_step(kind: DeadlineKind) -> int:
    """Days from the date to the last step in force, 0 when none follows it. Reads `kind.steps`: prefetch them."""
    return max([0, *(step.offset_days for step in kind.steps.all() if step.retired_at is None)])


def later_at(deadline: Deadline, day: dt.date) -> dt.datetime:
    """The instant of that day at which reminders of its kind leave, for its person."""
    return instant(day, deadline.kind.send_at, deadline.citizen.time_zone)


def next_date(deadline: Deadline) -> dt.date | None:
    """When it comes back, if it does: as its owner chose, while its kind is published."""
    if not (deadline.renews and deadline.kind.is_published):
        return None
    local = today(deadline.citizen.time_zone)
    return following(deadline.kind.basis, deadline.due_on, local, deadline.concerned.birth_date)
