"""What the space says of the inbox."""

import datetime as dt
from typing import Any, NamedTuple

from django import template

from portal.people.visits import previous_of
from reminders.inbox.models import InboxItem

register = template.Library()
SHOWN = 5
AMONG_NEWEST = 30
"""Those among which the last one about each thing is looked for: a conversation may have ten messages."""


class Since(NamedTuple):
    """What arrived after the visit that ended `at`, newest first, once about each thing. `is_cut`: there is more."""

    at: dt.datetime
    items: list[InboxItem]
    is_cut: bool


@register.simple_tag(takes_context=True)
def moved_since(context: dict[str, Any]) -> Since | None:
    """Read in one query; None at the first visit, which reads nothing."""
    request = context["request"]
    at = previous_of(request)
    if at is None:
        return None
    mine = InboxItem.objects.visible_to(request.user).with_content().with_unread(request.user)
    newest = list(mine.filter(created_at__gt=at).order_by("-created_at", "-id")[:AMONG_NEWEST])
    last = {_about(item): item for item in reversed(newest)}
    items = sorted(last.values(), key=newest.index)
    return Since(at, items[:SHOWN], len(items) > SHOWN or len(newest) == AMONG_NEWEST)


def _about(item: InboxItem) -> tuple[object, ...]:
    return (item.notice.kind, item.notice.subject_id) if item.notice else (item.pk,)
