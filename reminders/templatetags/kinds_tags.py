"""What the catalogue shows of kinds of deadlines, which it knows by code only."""

from collections.abc import Sequence

from django import template

from reminders.kinds.models import DeadlineKind

register = template.Library()
_OF_PROGRAMS = "deadlines_of_programs"


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
    return list(related.select_related("organization").order_by("title_fr"))


@register.simple_tag(takes_context=True)
def deadlines_of_program(context: template.Context, code: str) -> list[DeadlineKind]:
    """The same, on a page that shows many programs: asked of the database once."""
    held = context.render_context.dicts[0]
    if _OF_PROGRAMS not in held:
        kinds = DeadlineKind.objects.public().exclude(related_programs=[]).select_related("organization")
        held[_OF_PROGRAMS] = list(kinds.order_by("title_fr"))
    return [kind for kind in held[_OF_PROGRAMS] if code in kind.related_programs]
