"""What the engine hands over to people: deliveries of one person's reminders, as the sender settles them."""

import datetime as dt
from typing import Any

from portal.clock import now, today
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.notices.models import Notice
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of
from reminders.reminders.models import Reminder


def agree(citizen: Citizen, channel: Channel, by: Any, purpose: Purpose = Purpose.REMINDERS) -> None:
    give(citizen=citizen, purpose=purpose, channel=channel, wording=wording_of(purpose, channel), by=by)


def reminder_of(citizen: Citizen, kind: DeadlineKind, *, days: int = 10) -> Reminder:
    """A reminder that has just left: the step that precedes the date."""
    due_on = today() + dt.timedelta(days=days)
    theirs = {"origin": Deadline.Origin.IMPORT, "is_private": False}
    asked = {"citizen": citizen, "concerned": citizen, "kind": kind, "due_on": due_on}
    deadline, _ = Deadline.objects.get_or_create(**asked, defaults=theirs)
    step = kind.steps.filter(moment="date").order_by("offset_days").first()
    return Reminder.objects.create(
        deadline=deadline,
        due_on=due_on,
        step=step,
        recipient=citizen,
        due_at=now(),
        useful_until=now() + dt.timedelta(days=days),
        state=Reminder.State.SENT,
        settled_at=now(),
    )


def delivery_of(citizen: Citizen, channel: Channel, *reminders: Reminder, **columns: Any) -> Delivery:
    """Accepted by the adapter: its rows are written in the same transaction."""
    told = Notice.objects.filter(pk__in=columns.get("notice_ids", [])).order_by("created_at", "pk")
    matters = [
        *(reminder.deadline.kind for reminder in reminders if not reminder.deadline.is_private),
        *(notice for notice in told if notice.organization_id),
    ]
    group = f"reminder:{reminders[0].pk}" if reminders else f"notice:{columns.get('notice_ids')}"
    return Delivery.objects.create(
        **{
            "recipient": citizen,
            "channel": channel,
            "purpose": Purpose.REMINDERS,
            "group": group[:64],
            "state": Delivery.State.ACCEPTED,
            "since": now(),
            "not_before": now(),
            "attempted_at": now(),
            "settled_at": now(),
            "reminder_ids": [reminder.pk for reminder in reminders],
            "organization_id": matters[0].organization_id if matters else None,
            "team_id": matters[0].team_id if matters else None,
            **columns,
        }
    )
