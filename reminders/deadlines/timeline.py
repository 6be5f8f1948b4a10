"""The drawn ladder of one deadline: its steps before and after the date, and what became of each."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from reminders.deadlines.models import Deadline
from reminders.reminders.models import Reminder


def timeline(deadline: Deadline) -> list[dict[str, Any]]:
    """Items of `components/timeline.html`. Steps that were past when the person began to follow are left out.

    Reads `kind.steps` and `reminders`: prefetch them for a list."""
    mine = {reminder.step_id: reminder for reminder in deadline.reminders.all() if reminder.due_on == deadline.due_on}
    items = [
        {
            "date": deadline.due_on + dt.timedelta(days=step.offset_days),
            "label": _label(mine[step.pk], deadline),
            "state": "after" if step.is_after else "before",
            "done": mine[step.pk].state == Reminder.State.SENT,
        }
        for step in deadline.kind.steps.all()
        if step.pk in mine
    ]
    due = {"date": deadline.due_on, "label": _("Date limite"), "state": "on", "done": _is_done(deadline)}
    return sorted([*items, due], key=lambda item: (item["date"], item["state"] != "before"))


def _is_done(deadline: Deadline) -> bool:
    return deadline.state == Deadline.State.DONE


def _label(reminder: Reminder, deadline: Deadline) -> str:
    match reminder.state:
        case Reminder.State.SENT:
            return _("Rappel envoyé")
        case Reminder.State.CANCELLED:
            return _("Rappel annulé")
        case Reminder.State.MISSED:
            return _("Rappel non envoyé : il n’était plus utile")
    hour = reminder.due_at.astimezone(ZoneInfo(deadline.citizen.time_zone))
    return _("Rappel prévu à %(hour)s") % {"hour": f"{hour.hour}\u00a0h" + (f"\u00a0{hour:%M}" if hour.minute else "")}
