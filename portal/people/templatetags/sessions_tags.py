"""What the page of connected devices says of each."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django import template

from portal.people.places import SessionPlace, places_of

register = template.Library()


@register.simple_tag
def with_places(sessions: Iterable[UserSession]) -> list[SessionPlace]:
    """Each session with the country that it was opened from."""
    return places_of(sessions)
