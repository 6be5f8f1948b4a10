"""What the catalogue shows of kinds of deadlines, which it knows by code only."""

from collections.abc import Sequence
from typing import Any

from django import template

from portal.access.visibility import visibility_of
from portal.people.models import Citizen
from reminders.deadlines.from_findings import DeadlineOffer, Gathered
from reminders.kinds.models import DeadlineKind

register = template.Library()
_GATHERED = "deadlines_of_findings"


@register.simple_tag
def kinds_of_codes(codes: Sequence[str]) -> list[DeadlineKind]:
    """The kinds of these codes, in their order."""
    found = {
        kind.code: kind for kind in DeadlineKind.objects.public().filter(code__in=codes).select_related("organization")
    }
    return [found[code] for code in codes if code in found]


@register.simple_tag
def kinds_of_program(code: str) -> list[DeadlineKind]:
    """The kinds that say they belong to this program."""
    related = DeadlineKind.objects.public().filter(related_programs__contains=[code])
    return list(related.select_related("organization").order_by("title_order"))


@register.simple_tag(takes_context=True)
def deadlines_of_finding(context: template.Context, code: str) -> list[DeadlineOffer]:
    """The deadlines of a program for the person of this page (`walk`), whatever the number of findings: read once."""
    held: dict[str, Any] = context.render_context.dicts[0]  # type: ignore[assignment]  # the stub knows texts only
    if _GATHERED not in held:
        own = visibility_of(context["request"].user).own_citizen_id
        citizen = Citizen.objects.filter(pk=own).first() if own else None
        walk = context.get("walk")
        held[_GATHERED] = Gathered(citizen, walk.given if walk else {})
    return held[_GATHERED].of_program(code)
