"""The banner of suspended contact points, on every page of the person concerned."""

from django import template

from portal.access import counts
from reminders.suspensions.current import suspended_of
from reminders.suspensions.models import Suspension

register = template.Library()


@register.simple_tag(takes_context=True)
def suspended_points(context: template.Context) -> list[Suspension]:
    """One's own points that no longer take messages: asked only when one was counted with the rest of the page."""
    user = context.get("user")
    if user is None or not counts.count_of(user, "suspended_points"):
        return []
    return list(suspended_of(user).order_by("since", "pk"))
