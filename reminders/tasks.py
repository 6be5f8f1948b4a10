"""What the worker discovers."""

from reminders.deliveries.tasks import reap, sweep_due, sweep_notices

__all__ = ["reap", "sweep_due", "sweep_notices"]
