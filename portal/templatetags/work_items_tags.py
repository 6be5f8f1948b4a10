"""«À faire», for pages composed in templates: `{% open_items as items %}`."""

from typing import Any

from django import template

from portal.work_items.models import WorkItem
from portal.work_items.subjects import describe

register = template.Library()

ITEMS_SHOWN = 20


@register.simple_tag(takes_context=True)
def open_items(context: dict[str, Any]) -> list[WorkItem]:
    """What is expected of the citizens that this account reaches, soonest first."""
    user = context["request"].user
    items = WorkItem.objects.visible_to(user).of_citizens(user).open().soonest_first()
    return describe(items.select_related("citizen")[:ITEMS_SHOWN])
