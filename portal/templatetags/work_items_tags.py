"""«À faire», for pages composed in templates: `{% open_items as items %}`."""

from typing import Any

from django import template

from portal.access.reach import reach_of
from portal.work_items.models import WorkItem
from portal.work_items.subjects import describe

register = template.Library()

ITEMS_SHOWN = 20


@register.inclusion_tag("admin/portal/_queue.html", takes_context=True)
def team_queue(context: dict[str, Any]) -> dict[str, Any]:
    """How many tasks wait for the teams of this account, and how many are late; nothing for who has no queue."""
    user = context["request"].user
    if not reach_of(user).team_ids:
        return {}
    waiting = WorkItem.objects.of_teams(user).open()
    return {"has_queue": True, "waiting": waiting.count(), "late": waiting.late().count()}


@register.simple_tag(takes_context=True)
def open_items(context: dict[str, Any]) -> list[WorkItem]:
    """What is expected of the citizens that this account reaches, soonest first."""
    user = context["request"].user
    items = WorkItem.objects.visible_to(user).of_citizens(user).open().soonest_first()
    return describe(items.select_related("citizen")[:ITEMS_SHOWN])
