"""Re-exports the rooms of the app, for Django."""

from reminders.api.admin import ApiTokenAdmin
from reminders.assisted.admin import ServedPersonAdmin
from reminders.calls.admin import CallAdmin
from reminders.deadlines.admin import DeadlineAdmin
from reminders.deliveries.admin import DeliveryAdmin
from reminders.fallback.admin import DeadLetterAdmin
from reminders.holidays.admin import HolidayAdmin
from reminders.import_files.admin import ImportFileAdmin
from reminders.imported_deadlines.admin import ImportedDeadlineAdmin
from reminders.indicators.admin import OutcomeAdmin, ReportAdmin
from reminders.invitations.admin import InvitationLotAdmin
from reminders.letters.admin import LetterAdmin, LetterBatchAdmin
from reminders.replies.admin import ReplyAdmin
from reminders.versions.admin import DeadlineKindAdmin
from reminders.webhooks.admin import SubscriptionAdmin

__all__ = [
    "ApiTokenAdmin",
    "ImportedDeadlineAdmin",
    "DeadLetterAdmin",
    "CallAdmin",
    "DeadlineAdmin",
    "DeadlineKindAdmin",
    "DeliveryAdmin",
    "HolidayAdmin",
    "InvitationLotAdmin",
    "LetterAdmin",
    "LetterBatchAdmin",
    "ServedPersonAdmin",
    "OutcomeAdmin",
    "ReportAdmin",
    "ReplyAdmin",
    "ImportFileAdmin",
    "SubscriptionAdmin",
]
