"""`{% space_is_empty as is_empty %}`: whether a space holds nothing yet."""

from typing import Any

from django import template

from portal.pages.first_choices import is_empty

register = template.Library()


@register.simple_tag(takes_context=True)
def space_is_empty(context: dict[str, Any]) -> bool:
    """Of one's own space; a place of somebody else is shown as it is."""
    request = context["request"]
    return not request.place and is_empty(request.user)
