"""`{% first_step as step %}`: the address of the step to come back to, with its number."""

from typing import Any

from django import template
from django.urls import reverse

from reminders.first_steps import steps

register = template.Library()


@register.simple_tag(takes_context=True)
def first_step(context: dict[str, Any]) -> dict[str, Any] | None:
    """None on the steps themselves, in somebody else's place, and for who is not in them."""
    user, request = context.get("user"), context.get("request")
    if request is None or user is None or not user.is_authenticated or request.place:  # a page of errors has no user
        return None
    step = "" if request.path.startswith(reverse("first_steps:reach")) else steps.standing(request.session)
    return {"url": reverse(f"first_steps:{step}"), "number": steps.number_of(step)} if step else None
