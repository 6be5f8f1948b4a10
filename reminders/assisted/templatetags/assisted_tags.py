"""The search of a person, on every page of gestion."""

from typing import Any

from django import template

from portal.access.permissions import Permission
from portal.access.visibility import acts_as_staff, visibility_of

register = template.Library()


@register.simple_tag(takes_context=True)
def serves_people(context: template.Context) -> Any:
    """Return whether the reader may look for somebody to serve."""
    user = context["request"].user
    return acts_as_staff(user) and visibility_of(user).may(Permission.SERVE_PEOPLE)
