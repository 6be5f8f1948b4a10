"""Re-exports every model of the app, for Django."""

from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.holidays.models import Holiday
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.preferences.models import QuietHours
from reminders.reminders.models import Reminder
from reminders.suspensions.models import Suspension

__all__ = [
    "Deadline",
    "DeadlineKind",
    "Delivery",
    "Holiday",
    "InboxItem",
    "QuietHours",
    "Reminder",
    "ReminderStep",
    "Suspension",
]
