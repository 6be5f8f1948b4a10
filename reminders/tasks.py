"""What the worker discovers."""

from reminders.callbacks.tasks import handle_callbacks
from reminders.deadlines.tasks import renew_deadlines
from reminders.deliveries.tasks import reap, sweep_due, sweep_notices
from reminders.holidays.tasks import import_holidays
from reminders.trials.tasks import send_trial

__all__ = ["handle_callbacks", "import_holidays", "reap", "renew_deadlines", "send_trial", "sweep_due", "sweep_notices"]
