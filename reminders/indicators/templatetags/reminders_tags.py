"""What other pages show of reminders."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from portal.access import counts
from portal.clock import today
from portal.dossiers.models import Dossier
from reminders.appeals.following import CODE
from reminders.appeals.models import Appeal
from reminders.deadlines.lateness import tiers_of
from reminders.deadlines.models import Deadline
from reminders.deadlines.pages import DeadlinePage
from reminders.deadlines.waiting import later_deadlines, soonest_deadlines
from reminders.deadlines.words import amount_words, when_words
from reminders.indicators.words import wait_words as _wait_words
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import hour_words
from reminders.personal.models import PersonalReminder
from reminders.personal.waiting import later_personal, soonest_personal
from reminders.reminders.places import hour_in_words

register = template.Library()
register.filter("wait_words", _wait_words)
COUNTED = 99
DONE_SHOWN = 10


@register.simple_tag(takes_context=True)
def next_deadlines(context: template.Context, limit: int = 4) -> list[Deadline]:
    """The open deadlines of the person and of those they act for that come after those of «À faire»."""
    user = context["user"]
    return later_deadlines(user, limit) if user.is_authenticated else []


@register.simple_tag(takes_context=True)
def personal_to_come(context: template.Context, limit: int = 4) -> list[PersonalReminder]:
    """One's own reminders that come after those of «À faire»."""
    return later_personal(context["user"], limit)


@register.simple_tag(takes_context=True)
def personal_reminders(context: template.Context) -> list[PersonalReminder]:
    """All of one's own, those to do first; the last that are done, after them."""
    mine = PersonalReminder.objects.visible_to(context["user"]).select_related("citizen")
    return [*mine.open(), *mine.closed().order_by("-closed_at", "pk")[:DONE_SHOWN]]


@register.simple_tag(takes_context=True)
def personal_next(context: template.Context) -> list[PersonalReminder]:
    """One's own that are still to leave, the soonest first."""
    mine = PersonalReminder.objects.visible_to(context["user"]).filter(next_at__isnull=False)
    return list(mine.select_related("citizen").order_by("next_at", "pk")[:COUNTED])


@register.filter
def clock_time(value: dt.time) -> str:
    """«14 h 05»."""
    return hour_words(value)


@register.simple_tag(takes_context=True)
def has_deadlines(context: template.Context) -> bool:
    """Whether the person follows anything, near or far."""
    user = context["user"]
    return bool(soonest_deadlines(user) or soonest_personal(user))


@register.simple_tag(takes_context=True)
def deadlines_beside(context: template.Context, dossier: Dossier) -> list[Deadline]:
    """A person's open deadlines with the organization of a dossier, late ones first; of those to contest a decision,
    only its own."""
    deadlines = Deadline.objects.of_citizens(context["user"]).open().with_kind()
    appeals = Appeal.objects.filter(deadline=OuterRef("pk"))
    beside = Q(~Exists(appeals)) | Exists(appeals.filter(decision__dossier=dossier))
    of_both = deadlines.filter(citizen=dossier.citizen_id, kind__organization=dossier.organization_id)
    return list(of_both.filter(beside)[:COUNTED])


@register.simple_tag(takes_context=True)
def dossiers_contested(context: template.Context, deadline: Deadline) -> list[Dossier]:
    """The dossiers of the decisions that a deadline to contest follows, of those that its reader sees."""
    if not deadline.kind.code.startswith(CODE):
        return []
    decisions = Appeal.objects.filter(deadline=deadline, decision__withdrawn_at=None).values("decision__dossier")
    return list(Dossier.objects.visible_to(context["user"]).filter(pk__in=decisions).order_by("number"))


@register.simple_tag(takes_context=True)
def followed(context: template.Context, kind: DeadlineKind) -> Deadline | None:
    """The person's own open deadline of that kind, the nearest."""
    user = context["user"]
    return Deadline.objects.of_citizens(user).open().filter(kind=kind).first() if user.is_authenticated else None


@register.simple_tag(takes_context=True)
def may_be_told_by_email(context: template.Context) -> bool:
    """Whether to offer e-mail notices: a verified address, and never asked before (neither accepted nor withdrawn)."""
    user = context["user"]
    return bool(counts.count_of(user, "email_offers"))


@register.simple_tag
def scale_of(kind: DeadlineKind) -> list[dict[str, Any]]:
    """The dated tiers of a kind, for the scale of its public page: when, what, how much, who says so."""
    return [
        {
            "when": when_words(tier),
            "label": tier.label,
            "amount": amount_words(tier.amount, tier.unit, tier.of) if tier.amount is not None else "",
            "source": tier.source,
            "as_of": tier.as_of,
        }
        for tier in tiers_of(kind.tiers, (get_language() or "fr")[:2])
    ]


@register.simple_tag
def page_of(deadline: Deadline) -> DeadlinePage:
    """Its state, label and lateness in words, from the row alone."""
    return DeadlinePage(deadline)


@register.filter
def days_left(deadline: Deadline) -> int:
    """Days until the date, negative once it is past, in the zone of the person."""
    return (deadline.due_on - today(deadline.citizen.time_zone)).days


@register.filter
def hour(deadline: Deadline) -> str:
    """«14 h 05», with the zone of the place when the person's clock shows another hour."""
    return hour_in_words(deadline)


@register.filter
def at_home(value: dt.datetime, deadline: Deadline) -> dt.datetime:
    """The instant of a reminder on its person's clock; naive, so that the page does not bring it to its
    own."""
    return value.astimezone(ZoneInfo(deadline.citizen.time_zone)).replace(tzinfo=None)


@register.filter
def absolute(number: Any) -> int:
    return abs(int(number))
