"""The words that leave the portal: never a fact about the person, never a link (promise P8). All templates of outgoing
messages are in `templates/reminders/emails/`, three per kind of message.

A message depends on what it tells and on the language, on nothing else: it is made once for all who get the same.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from portal.account_notices.outbox import bare_address
from portal.consents.models import Channel
from reminders.deliveries.outgoing import ReminderRef
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.outside import consequence_outside, procedure_outside
from reminders.kinds.texts import moment_in_words, own_text, speaking, title_of
from reminders.reminders.places import zone_to_name

# Typographic signs outside GSM-7 cost 70 characters a segment instead of 160; accents stay, they are French.
_CHEAP = str.maketrans({"’": "'", "«": '"', "»": '"', "\u00a0": " ", "\u202f": " ", "–": "-", "…": "..."})


@dataclass(frozen=True)
class RenderedEmail:
    """One message, ready for a channel."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class ReminderLine:
    """One reminder to tell. `step` None: the one that the person asked for («plus tard»)."""

    kind: DeadlineKind
    step: ReminderStep | None
    due_on: dt.date
    due_time: dt.time | None = None
    zone: str = ""
    """Of the place, when the person's clock shows another hour."""

    @property
    def moment(self) -> str:
        return self.step.moment if self.step else ReminderStep.Moment.DATE

    @property
    def is_before(self) -> bool:
        return self.moment == ReminderStep.Moment.DATE and not self.is_late

    @property
    def is_late(self) -> bool:
        return self.moment == ReminderStep.Moment.MISSED or bool(self.step and self.step.is_after)


class TextCache:
    """Kinds and steps of a batch, read in two queries, so that an edited text is told from the next batch on."""

    def __init__(self, refs: Iterable[ReminderRef]) -> None:
        wanted = set(refs)
        self._kinds = DeadlineKind.objects.in_bulk({one.kind_id for one in wanted})
        self._steps = ReminderStep.objects.in_bulk({one.step_id for one in wanted if one.step_id})

    def lines(self, refs: Sequence[ReminderRef]) -> list[ReminderLine]:
        return [
            ReminderLine(
                self._kinds[one.kind_id],
                self._steps.get(one.step_id),
                one.due_on,
                one.due_time,
                one.zone,
            )
            for one in refs
        ]


def email_of(lines: Sequence[ReminderLine], language: str) -> RenderedEmail:
    """The e-mail that tells these reminders; none: a notice, which says only that something waits."""
    with speaking(language):
        if not lines:
            return _render("reminders/emails/notice", {})
        context = {
            "lines": [_line_context(line, is_alone=len(lines) == 1) for line in lines],
            "subject": title_of(lines[0].kind) if len(lines) == 1 and lines[0].kind.is_open else "",
            "is_urgent": any(line.kind.is_urgent for line in lines),
            "asks": any(line.moment == ReminderStep.Moment.DATE for line in lines),
            "has_address": any(line.kind.links == DeadlineKind.Links.BARE for line in lines),
        }
        return _render("reminders/emails/reminder", context)


def sms_of(lines: Sequence[ReminderLine], language: str) -> str:
    """The step's own sentence when it is alone; else how many wait, and the first date among those to come."""
    with speaking(language):
        if not lines:
            return render_to_string("reminders/emails/notice.sms.txt").strip().translate(_CHEAP)
        if len(lines) > 1:
            text = ngettext(
                "%(count)s rappel vous attend dans votre espace Relais.",
                "%(count)s rappels vous attendent dans votre espace Relais.",
                len(lines),
            )
            text = f"{text % {'count': len(lines)}} {_first_date(lines)}"
            return text.strip().translate(_CHEAP)
        text = sentence(lines[0], Channel.SMS)
        if lines[0].is_before and not lines[0].kind.is_open:
            text = f"{text} {gettext('Ce qui arrive si la date passe s’y lit aussi.')}"
        urgent = gettext("Urgent. %(text)s") % {"text": text}
        return (urgent if lines[0].kind.is_urgent else text).translate(_CHEAP)


def _line_context(line: ReminderLine, *, is_alone: bool) -> dict[str, object]:
    """One reminder in an e-mail. Among others, it says first which deadline it speaks of."""
    return {
        "name": "" if is_alone else _name(line),
        "text": sentence(line, Channel.EMAIL),
        "consequence": _consequence(line),
        "remedy": _remedy(line),
    }


def _name(line: ReminderLine) -> str:
    """The title of an open kind; of a neutral one, its date alone."""
    if line.kind.is_open:
        return title_of(line.kind)
    return gettext("Échéance du %(date)s") % {"date": moment_in_words(line.due_on)}


def _consequence(line: ReminderLine) -> str:
    """What an `open` kind may say of lateness; for all others, where it can be read."""
    if not line.is_before:
        return ""
    return consequence_outside(line.kind) or gettext("c’est expliqué dans votre espace Relais.")


def _first_date(lines: Sequence[ReminderLine]) -> str:
    dates = [line.due_on for line in lines if line.is_before]
    return gettext("Première date : %(date)s.") % {"date": moment_in_words(min(dates))} if dates else ""


def sentence(line: ReminderLine, channel: str) -> str:
    """What one reminder says through a channel, in the language in force, its two places filled; other braces stay."""
    when = moment_in_words(line.due_on, line.due_time, line.zone)
    return _own_text(line, channel).replace("{date}", when).replace("{where}", _where(line.kind))


def words_for(items: Sequence[InboxItem], language: str) -> RenderedEmail:
    """The e-mail of inbox items, all reminders or all notices (the editor shows what a text will be)."""
    return email_of([_line_of(item) for item in items if item.reminder], language)


def sms_text(items: Sequence[InboxItem], language: str) -> str:
    return sms_of([_line_of(item) for item in items if item.reminder], language)


def _own_text(line: ReminderLine, channel: str) -> str:
    """What the organization wrote for that channel, else for all; in English when it wrote it. Nothing was written for
    the reminder that the person asked for."""
    if line.step is None:
        if line.kind.is_open:
            asked = gettext(
                "Vous nous avez demandé ce rappel : %(title)s. Date limite : {date}. Les détails sont {where}."
            )
            return asked % {"title": title_of(line.kind)}
        return gettext("Vous nous avez demandé un rappel pour aujourd’hui. Les détails sont {where}.")
    return own_text(line.step, channel)


def _where(kind: DeadlineKind) -> str:
    if kind.links == DeadlineKind.Links.BARE:
        return gettext("dans votre espace Relais (%(address)s)") % {"address": settings.SITE_URL}
    return gettext("dans votre espace Relais")


def _remedy(line: ReminderLine) -> list[str]:
    """An `open` kind may also say what can still be done once the date is past, without a sum of money; a `neutral` one
    says nothing more."""
    if not (line.kind.is_open and line.is_late):
        return []
    return procedure_outside(line.kind)


def _line_of(item: InboxItem) -> ReminderLine:
    reminder = item.reminder
    assert reminder is not None  # the items of notices have texts of their own
    deadline = reminder.deadline
    return ReminderLine(deadline.kind, reminder.step, reminder.due_on, deadline.due_time, zone_to_name(deadline))


def _render(name: str, context: dict[str, object]) -> RenderedEmail:
    context = {**context, "site": bare_address(), "phone": settings.HELP_PHONE}
    subject, text, html = (render_to_string(f"{name}.{part}", context) for part in ("subject.txt", "text.txt", "html"))
    return RenderedEmail(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)
