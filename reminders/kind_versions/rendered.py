"""A step's messages exactly as the senders make them, from rows that are never saved. One place asks the senders."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from portal.organizations.models import Organization
from portal.people.models import Citizen, User
from reminders.calls.models import Call
from reminders.calls.script import Script, script_of
from reminders.deadlines.models import Deadline
from reminders.deliveries.carried import Carried
from reminders.deliveries.texts import ReminderLine, RenderedEmail, email_of, sentence, sms_of
from reminders.kinds.content import Content, StepContent, time_read
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.texts import speaking
from reminders.letters.models import Letter
from reminders.letters.sheets import matter_of, pdf_of_one
from reminders.reminders.models import Reminder

ADDRESS = "1, rue de l’Exemple\nQuébec (Québec)  G1A 1A1"


@dataclass(frozen=True)
class Fictional:
    """A kind that nobody follows, and the date of somebody who does not exist."""

    kind: DeadlineKind
    due_on: dt.date


def fictional(content: Content, organization: Organization, due_on: dt.date) -> Fictional:
    columns: dict[str, Any] = content.columns | {"send_at": time_read(content.columns["send_at"])}
    del columns["team"]  # no message names it
    return Fictional(DeadlineKind(organization=organization, **columns), due_on)


def email(about: Fictional, step: StepContent, language: str) -> RenderedEmail:
    return email_of([_line(about, step)], language)


def sms(about: Fictional, step: StepContent, language: str) -> str:
    return sms_of([_line(about, step)], language)


def said(about: Fictional, step: StepContent, channel: str, language: str) -> str:
    """The sentence of the step through any channel."""
    with speaking(language):
        return sentence(_line(about, step), channel)


def letter(about: Fictional, step: StepContent, language: str) -> dict[str, Any]:
    """What the sheet says: `title`, `sender`, `sentences`, `consequence`, `procedure`."""
    with speaking(language):
        return matter_of(_reminder(about, step))


def letter_pdf(about: Fictional, step: StepContent, person: tuple[str, str], at: dt.datetime, language: str) -> bytes:
    """The sheet itself, as the print queue makes it, for somebody who does not exist."""
    citizen = Citizen(given_name=person[0], family_name=person[1], postal_address=ADDRESS, language=language)
    return pdf_of_one(Letter(citizen=citizen), Carried(reminders=[_reminder(about, step)]), at)


def call(about: Fictional, step: StepContent, person: tuple[str, str], language: str) -> Script:
    """What the agent says; `person` is a given name and a family name."""
    citizen = Citizen(given_name=person[0], family_name=person[1], language=language)
    caller = User(display_name=gettext("(votre nom)"))
    asked = Call(citizen=citizen, organization=about.kind.organization)
    return script_of(asked, Carried(reminders=[_reminder(about, step)]), caller)


def _reminder(about: Fictional, step: StepContent) -> Reminder:
    deadline = Deadline(kind=about.kind, due_on=about.due_on)
    return Reminder(deadline=deadline, step=_line(about, step).step, due_on=about.due_on)


def _line(about: Fictional, step: StepContent) -> ReminderLine:
    fields = {name: value for name, value in vars(step).items() if name != "id"}
    return ReminderLine(about.kind, ReminderStep(kind=about.kind, **fields), about.due_on)
