"""Re-exports the rooms of the app, for Django."""

from reminders.deadlines.admin import DeadlineAdmin
from reminders.deliveries.admin import DeliveryAdmin
from reminders.holidays.admin import HolidayAdmin
from reminders.kinds.admin import DeadlineKindAdmin
from reminders.letters.admin import LetterAdmin, LetterBatchAdmin

__all__ = ["DeadlineAdmin", "DeadlineKindAdmin", "DeliveryAdmin", "HolidayAdmin", "LetterAdmin", "LetterBatchAdmin"]
