"""Re-exports every model of the app, for Django."""

from reminders.api.models import ApiToken, KeyedRequest
from reminders.assisted.models import ServedPerson
from reminders.calendars.models import CalendarFeed
from reminders.callbacks.models import ProviderEvent
from reminders.calls.models import Call
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.fallback.models import DeadLetter
from reminders.holidays.models import FilledYear, Holiday
from reminders.import_files.models import ImportFile, ImportProblem
from reminders.imported_deadlines.models import ImportedDeadline, LinkAttempt
from reminders.inbox.models import InboxItem, InboxItemReading
from reminders.indicators.models import Outcome, Report
from reminders.invitations.models import Invitation, InvitationLot
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.letters.models import Letter, LetterBatch
from reminders.personal.models import PersonalReminder
from reminders.preferences.models import QuietHours
from reminders.reminders.models import Reminder
from reminders.replies.models import AutomaticAnswer, Reply
from reminders.suspensions.models import Suspension
from reminders.test_messages.models import TestMessage
from reminders.versions.models import KindVersion
from reminders.webhooks.models import Subscription, WebhookCall

__all__ = [
    "ApiToken",
    "ImportedDeadline",
    "AutomaticAnswer",
    "CalendarFeed",
    "Call",
    "DeadLetter",
    "Deadline",
    "DeadlineKind",
    "Delivery",
    "FilledYear",
    "Holiday",
    "InboxItem",
    "InboxItemReading",
    "Invitation",
    "InvitationLot",
    "KeyedRequest",
    "KindVersion",
    "Letter",
    "LetterBatch",
    "LinkAttempt",
    "Outcome",
    "PersonalReminder",
    "ProviderEvent",
    "QuietHours",
    "Reminder",
    "ReminderStep",
    "Reply",
    "Report",
    "ServedPerson",
    "ImportFile",
    "ImportProblem",
    "Subscription",
    "Suspension",
    "TestMessage",
    "WebhookCall",
]
