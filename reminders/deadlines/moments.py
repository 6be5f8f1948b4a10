"""Pure rules of «plus tard»: until when putting off is still useful."""

import datetime as dt

from reminders.deadlines.models import Deadline
from reminders.reminders.ladder import LAST_USEFUL_FOR, instant


def last_useful(deadline: Deadline, today: dt.date) -> dt.datetime:
    """Before the date: its own day at the hour of sendings (or the appointment itself), so that putting off never
    makes one late. After it: while the last step of the ladder is useful. `today` is the person's day."""
    zone, hour = deadline.citizen.time_zone, deadline.kind.send_at
    if today <= deadline.due_on:
        return instant(deadline.due_on, deadline.due_time or dt.time(23, 59), zone)
    offsets = [step.offset_days for step in deadline.kind.steps.all() if step.retired_at is None]
    last = deadline.due_on + dt.timedelta(days=max([0, *offsets]))
    return instant(last, hour, zone) + LAST_USEFUL_FOR
