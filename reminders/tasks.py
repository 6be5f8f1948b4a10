"""What the worker discovers."""

from reminders.callbacks.tasks import handle_callbacks
from reminders.calls.tasks import drop_void_calls
from reminders.deadlines.tasks import renew_deadlines
from reminders.deliveries.tasks import come_back, send, send_rows, sweep_due, sweep_notices, wake_senders
from reminders.fallback.tasks import follow_up_failures
from reminders.holidays.tasks import import_holidays
from reminders.import_files.tasks import read_import_files
from reminders.indicators.tasks import measure, report
from reminders.personal.tasks import tell_personal
from reminders.replies.tasks import send_automatic_answers
from reminders.test_messages.tasks import send_test_message
from reminders.versions.tasks import replan_kinds

__all__ = [
    "come_back",
    "drop_void_calls",
    "follow_up_failures",
    "handle_callbacks",
    "import_holidays",
    "measure",
    "read_import_files",
    "renew_deadlines",
    "replan_kinds",
    "report",
    "send",
    "send_automatic_answers",
    "send_rows",
    "send_test_message",
    "sweep_due",
    "sweep_notices",
    "tell_personal",
    "wake_senders",
]
