"""«À faire» and what is unread, for pages composed in templates: `{% todo as lines %}`, `{% unread as count %}`."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from portal.access.kept import once
from portal.access.visibility import visibility_of
from portal.notices.unread import Unread, unread_of
from portal.work_items.models import WorkItem
from portal.work_items.todo import Todo, todo_of

register = template.Library()


@register.simple_tag(takes_context=True)
def todo(context: dict[str, Any]) -> list[Todo]:
    """What waits for the citizens that this account reaches, late first; read once a request."""
    user = context["request"].user
    return once(user, "todo", lambda: todo_of(user))


@register.inclusion_tag("admin/_queue.html", takes_context=True)
def team_queue(context: dict[str, Any]) -> dict[str, Any]:
    """How many tasks wait for the teams of this account, and how many are late; nothing for who has no queue."""
    user = context["request"].user
    if not visibility_of(user).team_ids:
        return {}
    waiting = WorkItem.objects.of_teams(user).open()
    return {"has_queue": True, "waiting": waiting.count(), "late": waiting.late().count()}


@register.simple_tag(takes_context=True)
def unread(context: dict[str, Any]) -> Unread:
    """What this account has not read. Nothing for a page drawn without a request."""
    request = context.get("request")
    return unread_of(request.user if request else AnonymousUser())
