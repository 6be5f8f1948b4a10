"""Marks of mandates in templates: who acts for whom, whose place this is, «d’Amélie»."""

from typing import Any

from django import template

from portal.access.places import address_in, own_address
from portal.access.visibility import visibility_of
from portal.foundation.words.elision import of
from portal.mandates import wording
from portal.mandates.acting import Acting, acting_for
from portal.mandates.models import Mandate
from portal.people.models import Citizen

register = template.Library()


@register.simple_tag(takes_context=True)
def acting_for_me(context: dict[str, Any]) -> list[Acting]:
    """`{% acting_for_me as mandates %}`: who acts for the person who reads the page; nobody in somebody's place."""
    user = context["request"].user
    return [] if visibility_of(user).place else acting_for(user)


@register.simple_tag(takes_context=True)
def place_person(context: dict[str, Any]) -> Citizen | None:
    """The person whose place the page is; None on one's own. Asked once for a page."""
    request = context.get("request")
    place = getattr(request, "place", None)
    if request is None or place is None:
        return None
    if not hasattr(request, "place_person"):
        request.place_person = Citizen.objects.filter(pk=place).first()
    return request.place_person


@register.simple_tag(takes_context=True)
def is_whole_file(context: dict[str, Any]) -> bool:
    """Whether the page opens somebody's whole file: what they receive is on it. One's own always is."""
    visibility = visibility_of(context["request"].user)
    return visibility.place is None or visibility.place in visibility.citizen_ids


@register.simple_tag
def own_url(name: str) -> str:
    """The address of a page outside any place."""
    return own_address(name)


@register.simple_tag
def place_url(person: Citizen, name: str, *args: object) -> str:
    """The address of a page in the place of a person for whom one acts."""
    return address_in(person.pk, name, *args)


@register.simple_tag
def covered(mandate: Mandate) -> list[str]:
    """What a mandate, or the invitation to it, allows."""
    return wording.covered(mandate)


@register.filter
def of_name(name: object) -> str:
    """«d’Amélie Tremblay», «de Bruno Gagnon»."""
    return of(str(name))
