"""A step's messages exactly as the senders make them, from rows that are never saved. One place asks the senders."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from portal.organizations.models import Organization
from reminders.deadlines.models import Deadline
from reminders.deliveries.texts import Words, sms_text, words_for
from reminders.inbox.models import InboxItem
from reminders.kinds.content import Content, StepContent, time_read
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.reminders.models import Reminder


@dataclass(frozen=True)
class Fictional:
    """A kind that nobody follows, and the date of somebody who does not exist."""

    kind: DeadlineKind
    due_on: dt.date


def fictional(content: Content, organization: Organization, due_on: dt.date) -> Fictional:
    columns: dict[str, Any] = content.columns | {"send_at": time_read(content.columns["send_at"])}
    return Fictional(DeadlineKind(organization=organization, **columns), due_on)


def email(about: Fictional, step: StepContent, language: str) -> Words:
    return words_for([_item(about, step)], language)


def sms(about: Fictional, step: StepContent, language: str) -> str:
    return sms_text([_item(about, step)], language)


def _item(about: Fictional, step: StepContent) -> InboxItem:
    told = {name: value for name, value in vars(step).items() if name != "id"}
    row = ReminderStep(kind=about.kind, **told)
    deadline = Deadline(kind=about.kind, due_on=about.due_on)
    return InboxItem(reminder=Reminder(deadline=deadline, step=row, due_on=about.due_on))
