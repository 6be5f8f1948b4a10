"""Re-exports every model of the app, for Django."""

from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.reminders.models import Reminder

__all__ = ["Deadline", "DeadlineKind", "Delivery", "InboxItem", "Reminder", "ReminderStep"]
