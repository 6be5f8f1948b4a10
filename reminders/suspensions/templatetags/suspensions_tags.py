"""The banner of suspended contact points, on every page of the person concerned."""

from django import template

from reminders.suspensions.models import Suspension

register = template.Library()


@register.simple_tag(takes_context=True)
def suspended_points(context: template.Context) -> list[Suspension]:
    """One's own points that no longer take messages: one query, and none for who is not signed in."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return []
    mine = Suspension.objects.in_force().of_current_points().filter(citizen__user=user)
    return list(mine.order_by("since", "pk"))
