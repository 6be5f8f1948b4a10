"""How many people a version concerns, and when its next messages would leave, before anything is written."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from reminders.deadlines.models import Deadline
from reminders.kinds.content import Content, time_read
from reminders.kinds.models import DeadlineKind
from reminders.reminders.ladder import instant
from reminders.reminders.models import Reminder

SHOWN = 5
"""Next departures that are told."""


@dataclass(frozen=True)
class Departure:
    at: dt.datetime
    people: int


@dataclass(frozen=True)
class Concerned:
    deadlines: int
    people: int
    next: list[Departure]


def concerned(kind: DeadlineKind, content: Content, at: dt.datetime) -> Concerned:
    """By date and zone, not person by person: what already left of a same step and date is taken off."""
    mine = Deadline.objects.open().filter(kind=kind, paused_at=None)
    people = mine.order_by().aggregate(deadlines=Count("pk"), people=Count("citizen", distinct=True))
    days = mine.order_by().values_list("due_on", "citizen__time_zone").annotate(count=Count("pk"))
    left = Reminder.objects.filter(deadline__in=mine, state__in=["sent", "missed"]).order_by()
    gone = Counter(
        {
            (due_on, zone, step): count
            for due_on, zone, step, count in left.values_list(
                "due_on", "deadline__citizen__time_zone", "step"
            ).annotate(count=Count("pk"))
        }
    )
    departures: Counter[dt.datetime] = Counter()
    hour = time_read(content.columns["send_at"])
    for due_on, zone, count in days.order_by("due_on", "citizen__time_zone"):
        for step in content.steps:
            if step.moment != "date":
                continue
            leaves = instant(due_on + dt.timedelta(days=step.offset_days), hour, zone)
            still = count - gone[due_on, zone, step.id]
            if leaves > at and still > 0:
                departures[leaves] += still
    following = [Departure(instant_, count) for instant_, count in sorted(departures.items())[:SHOWN]]
    return Concerned(people["deadlines"], people["people"], following)
