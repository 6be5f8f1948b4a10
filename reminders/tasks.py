"""What the worker discovers."""

from reminders.deliveries.tasks import reap, sweep_due, sweep_notices
from reminders.holidays.tasks import import_holidays

__all__ = ["import_holidays", "reap", "sweep_due", "sweep_notices"]
