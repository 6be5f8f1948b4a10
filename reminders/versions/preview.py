"""The whole ladder as a fictional person would receive it, on every channel, with instants in their zone."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.channels.sms import segments
from portal.consents.models import Channel
from portal.organizations.models import Organization
from reminders.kinds.content import Content, StepContent, time_read
from reminders.kinds.dates import next_due
from reminders.kinds.texts import date_in_words
from reminders.reminders.ladder import instant, when_sms_may_ring
from reminders.versions.rendered import Fictional, email, fictional, sms
from reminders.versions.words import step_words

PERSON = "Camille Exemple"
BIRTH_DATE = dt.date(1961, 5, 1)
ZONES = [
    ("America/Toronto", _("heure de l’Est (Montréal, Québec)")),
    ("America/Halifax", _("heure de l’Atlantique (Îles-de-la-Madeleine)")),
    ("America/Vancouver", _("heure du Pacifique")),
]
LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
_USUAL = dt.timedelta(days=45)


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
        minutes = f"\u00a0{self.leaves_at:%M}" if self.leaves_at.minute else ""
        hour = f"{self.leaves_at.hour}\u00a0h{minutes}"
        return f"{date_in_words(self.leaves_at.date())}, {hour}"


@dataclass(frozen=True)
class StepPreview:
    words: str
    at: dt.datetime
    samples: list[Sample]


@dataclass(frozen=True)
class Preview:
    due_on: dt.date
    zone: str
    language: str
    steps: list[StepPreview]


def preview(
    content: Content, organization: Organization, *, today: dt.date, zone: str = "America/Toronto", language: str = "fr"
) -> Preview:
    due_on = next_due(content.columns["basis"], today + dt.timedelta(days=30), BIRTH_DATE) or today + _USUAL
    about = fictional(content, organization, due_on)
    steps = [_step(about, step, content, today, zone, language) for step in content.steps]
    return Preview(due_on, zone, language, sorted(steps, key=lambda step: step.at))


def _step(
    about: Fictional, step: StepContent, content: Content, today: dt.date, zone: str, language: str
) -> StepPreview:
    day = {"opened": today, "date": about.due_on + dt.timedelta(days=step.offset_days)}.get(step.moment, about.due_on)
    at = instant(day, time_read(content.columns["send_at"]), zone)
    allowed = [channel for channel in Channel if channel in content.columns["channels"]]
    samples = [sample for channel in allowed for sample in _sample(channel, about, step, at, zone, language)]
    return StepPreview(step_words(step), at.astimezone(ZoneInfo(zone)), samples)


def _sample(
    channel: Channel, about: Fictional, step: StepContent, at: dt.datetime, zone: str, language: str
) -> Iterator[Sample]:
    local = at.astimezone(ZoneInfo(zone))
    label = str(channel.label)
    if channel == Channel.EMAIL:
        words = email(about, step, language)
        yield Sample(channel, label, local, words.text, subject=words.subject, html=_snippet(words.html))
    elif channel == Channel.SMS:
        text = sms(about, step, language)
        rings = when_sms_may_ring(at, zone).astimezone(ZoneInfo(zone))
        yield Sample(channel, label, rings, text, parts=segments(text), signs=len(text))
    else:
        yield Sample(channel, label, local, _told(channel, about, step, language), subject=_subject(channel, about))


def _subject(channel: Channel, about: Fictional) -> str:
    """Behind sign-in the title is said; a letter says it of an open subject only."""
    return about.kind.title_fr if channel == Channel.INBOX or about.kind.is_open else ""


def _told(channel: Channel, about: Fictional, step: StepContent, language: str) -> str:
    """Inbox, letter and telephone: the step's text, then what the person is told around it."""
    kind = about.kind
    text = step.told(channel, language) or step.text_fr
    where = gettext("dans votre espace Relais")
    if channel != Channel.INBOX:
        where = gettext("au téléphone, au %(phone)s") % {"phone": kind.organization.phone or "—"}
    lines = [text.replace("{date}", date_in_words(about.due_on)).replace("{where}", where)]
    if channel == Channel.PHONE:
        lines.insert(
            0,
            gettext("Bonjour, ici Relais. Êtes-vous %(name)s? J’appelle pour un rappel que vous avez demandé.")
            % {"name": PERSON},
        )
    if channel == Channel.INBOX or kind.is_open:
        lines.append(gettext("Si la date passe\u00a0: %(told)s") % {"told": kind.consequence_fr})
        lines += [f"{number}. {line}" for number, line in enumerate(kind.procedure_fr, 1)]
    return "\n".join(lines)


def _snippet(html: str) -> SafeString:
    """The body of our own template's e-mail, whose values are escaped there; its styles are for mail readers."""
    body = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL | re.IGNORECASE)
    inner = body[1] if body else strip_tags(html)
    inner = re.sub(r"<style.*?</style>|\sstyle=\"[^\"]*\"|\sbgcolor=\"[^\"]*\"|<meta[^>]*>", "", inner, flags=re.DOTALL)
    return mark_safe(inner)  # noqa: S308 (made by our templates, autoescaped)
