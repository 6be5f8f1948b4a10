"""`{% acting_for_me as mandates %}`: who acts for the person who reads the page."""

from typing import Any

from django import template

from portal.mandates.acting import Acting, acting_for

register = template.Library()


@register.simple_tag(takes_context=True)
def acting_for_me(context: dict[str, Any]) -> list[Acting]:
    return acting_for(context["request"].user)
