"""The words that leave the portal: never a fact about the person, never a link (promise P8). All templates of outgoing
messages are in `templates/reminders/emails/`, three per kind of message."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import step_text

# Typographic signs outside GSM-7 cost 70 characters a segment instead of 160; accents stay, they are French.
_CHEAP = str.maketrans({"’": "'", "«": '"', "»": '"', "\u00a0": " ", "–": "-", "…": "..."})


@dataclass(frozen=True)
class Words:
    """One message, ready for a channel."""

    subject: str
    text: str
    html: str


def words_for(items: Sequence[InboxItem], language: str) -> Words:
    """The message that carries `items` (not empty, all reminders or all notices)."""
    with translation.override(settings.LANGUAGE_CODE if language.startswith("fr") else language):
        if items[0].reminder:
            return _render(
                "reminders/emails/reminder", {"lines": [_line(item) for item in items], "subject": _subject(items)}
            )
        return _render("reminders/emails/notice", {})


def sms_text(items: Sequence[InboxItem], language: str) -> str:
    """The first step's own sentence when it is alone; else only that something waits."""
    with translation.override(settings.LANGUAGE_CODE if language.startswith("fr") else language):
        if len(items) == 1 and items[0].reminder:
            reminder = items[0].reminder
            return step_text(reminder.step, reminder.due_on).translate(_CHEAP)
        return render_to_string("reminders/emails/notice.sms.txt").strip()


def _line(item: InboxItem) -> dict[str, object]:
    """An `open` kind may also say what can still be done once the date is past; a `neutral` one says nothing more."""
    reminder = item.reminder
    kind = reminder.deadline.kind
    remedy = kind.procedure_fr if kind.is_open and reminder.step.is_after else []
    return {"text": step_text(reminder.step, reminder.due_on), "remedy": remedy}


def _subject(items: Sequence[InboxItem]) -> str:
    kinds: list[DeadlineKind] = [item.reminder.deadline.kind for item in items]
    return kinds[0].title_fr if len(kinds) == 1 and kinds[0].is_open else ""


def _render(name: str, context: dict[str, object]) -> Words:
    subject, text, html = (render_to_string(f"{name}.{part}", context) for part in ("subject.txt", "text.txt", "html"))
    return Words(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)
