"""The whole ladder as a fictional person would receive it, on every channel, with instants in their zone."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.clock import day_of
from portal.consents.models import Channel
from portal.foundation.channels.sms import segments
from portal.organizations.models import Organization
from reminders.kind_versions.rendered import Fictional, call, email, fictional, letter, letter_pdf, said, sms
from reminders.kind_versions.words import step_words
from reminders.kinds.content import Content, StepContent, time_read
from reminders.kinds.dates import next_due
from reminders.kinds.texts import date_in_words, hour_words
from reminders.reminders.ladder import PRINT_DAYS, business_days_before, instant, when_sms_may_ring

PERSON = ("Camille", "Exemple")
BIRTH_DATE = dt.date(1961, 5, 1)
ZONES = [
    ("America/Toronto", _("heure de l’Est (Montréal, Québec)")),
    ("America/Halifax", _("heure de l’Atlantique (Îles-de-la-Madeleine)")),
    ("America/Vancouver", _("heure du Pacifique")),
]
LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
_SOON = dt.timedelta(days=7)


@dataclass(frozen=True)
class Sample:
    """What one channel would carry. `leaves_at` is local; `html` is the body of the e-mail, its styles taken out."""

    channel: str
    label: str
    leaves_at: dt.datetime
    text: str
    subject: str = ""
    html: SafeString | None = None
    parts: int = 0
    signs: int = 0

    @property
    def when(self) -> str:
        """«23 novembre 2026, 9 h 05», in the zone of the person."""
        return f"{date_in_words(self.leaves_at.date())}, {hour_words(self.leaves_at.time())}"


@dataclass(frozen=True)
class StepPreview:
    words: str
    at: dt.datetime
    samples: list[Sample]
    rank: int
    """Its place in the content: the address of its letter."""


@dataclass(frozen=True)
class Preview:
    due_on: dt.date
    zone: str
    language: str
    steps: list[StepPreview]


def preview(
    content: Content,
    organization: Organization,
    *,
    today: dt.date,
    zone: str = "America/Toronto",
    language: str = "fr",
    holidays: frozenset[dt.date] = frozenset(),
) -> Preview:
    """`holidays`: when the post does not work."""
    about = _about(content, organization, today)
    ranks = range(len(content.steps))
    prints = [_printed(about, content.steps[rank], content, today, holidays) for rank in ranks]
    steps = [_step(about, rank, content, today, zone, language, prints[rank]) for rank in ranks]
    return Preview(about.due_on, zone, language, sorted(steps, key=lambda step: step.at))


def letter_preview(
    content: Content, organization: Organization, rank: int, at: dt.datetime, *, language: str = "fr"
) -> bytes:
    """The PDF of the letter of one step. Raises IndexError."""
    about = _about(content, organization, day_of(at))
    return letter_pdf(about, content.steps[rank], PERSON, at, language)


def _about(content: Content, organization: Organization, today: dt.date) -> Fictional:
    earliest = min([-_SOON.days, *(step.offset_days for step in content.steps)])
    first = today + _SOON - dt.timedelta(days=earliest)  # so that the whole ladder is to come
    due_on = next_due(content.columns["basis"], first, BIRTH_DATE) or first
    return fictional(content, organization, due_on)


def _step(
    about: Fictional, rank: int, content: Content, today: dt.date, zone: str, language: str, printed: dt.date
) -> StepPreview:
    step = content.steps[rank]
    day = _day(about, step, today)
    hour = time_read(content.columns["send_at"])
    at = instant(day, hour, zone)
    allowed = [channel for channel in Channel if channel in content.columns["channels"]]
    leaves = {Channel.LETTER: instant(printed, hour, zone)}
    samples = [
        sample
        for channel in allowed
        for sample in _sample(channel, about, step, leaves.get(channel, at), zone, language)
    ]
    return StepPreview(step_words(step), at.astimezone(ZoneInfo(zone)), samples, rank)


def _day(about: Fictional, step: StepContent, today: dt.date) -> dt.date:
    dated = about.due_on + dt.timedelta(days=step.offset_days)
    return {"opened": today, "date": dated}.get(step.moment, about.due_on)


def _printed(
    about: Fictional, step: StepContent, content: Content, today: dt.date, holidays: frozenset[dt.date]
) -> dt.date:
    """A letter of before the date is printed earlier, from today on; the others, on their day."""
    day, post_days = _day(about, step, today), content.columns["post_days"]
    if step.moment != "date" or step.offset_days > 0 or not post_days:
        return day
    return max(today, business_days_before(day, post_days + PRINT_DAYS, holidays))


def _sample(
    channel: Channel, about: Fictional, step: StepContent, at: dt.datetime, zone: str, language: str
) -> Iterator[Sample]:
    local = at.astimezone(ZoneInfo(zone))
    label = str(channel.label)
    if channel == Channel.EMAIL:
        mail = email(about, step, language)
        yield Sample(channel, label, local, mail.text, subject=mail.subject, html=_snippet(mail.html))
    elif channel == Channel.SMS:
        text = sms(about, step, language)
        rings = when_sms_may_ring(at, zone).astimezone(ZoneInfo(zone))
        yield Sample(channel, label, rings, text, parts=segments(text), signs=len(text))
    else:
        words = _TOLD[channel](about, step, language) if channel in _TOLD else said(about, step, channel, language)
        yield Sample(channel, label, local, words, subject=_subject(channel, about))


def _subject(channel: Channel, about: Fictional) -> str:
    """Behind sign-in the title is said; a letter says it of an open subject only."""
    return about.kind.title_fr if channel == Channel.INBOX or about.kind.is_open else ""


def _inbox(about: Fictional, step: StepContent, language: str) -> str:
    kind = about.kind
    english = language == "en"
    consequence = (kind.consequence_en if english else "") or kind.consequence_fr
    procedure = (kind.procedure_en if english else []) or kind.procedure_fr
    return _sheet([said(about, step, Channel.INBOX, language)], consequence, procedure)


def _letter(about: Fictional, step: StepContent, language: str) -> str:
    content = letter(about, step, language)
    return _sheet(content["sentences"], content["consequence"], content["procedure"])


def _call(about: Fictional, step: StepContent, language: str) -> str:
    script = call(about, step, PERSON, language)
    matters = [line for matter in script.matters for line in (matter.sentence, *matter.advice)]
    machine = gettext("Sur un répondeur\u00a0: %(words)s") % {"words": script.machine}
    return "\n".join([script.greeting, script.check, *matters, script.goodbye, "", machine])


def _sheet(sentences: Iterable[str], consequence: str, procedure: Iterable[str]) -> str:
    lines = [*sentences]
    if consequence:
        lines.append(gettext("Si la date passe\u00a0: %(told)s") % {"told": consequence})
    return "\n".join([*lines, *(f"{number}. {line}" for number, line in enumerate(procedure, 1))])


_TOLD = {Channel.INBOX: _inbox, Channel.LETTER: _letter, Channel.PHONE: _call}


def _snippet(html: str) -> SafeString:
    """The body of our own template's e-mail, whose values are escaped there; its styles are for mail readers."""
    body = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL | re.IGNORECASE)
    inner = body[1] if body else strip_tags(html)
    inner = re.sub(r"<style.*?</style>|\sstyle=\"[^\"]*\"|\sbgcolor=\"[^\"]*\"|<meta[^>]*>", "", inner, flags=re.DOTALL)
    return mark_safe(inner)  # noqa: S308 (made by our templates, autoescaped)
