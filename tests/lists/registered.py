"""Which lists there are: found where they register, so that a new one is tried with the others."""

import inspect
import sys
from collections.abc import Iterator

from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from portal.gestion.site import SectionAdmin
from tests.test_access import addresses, objects_of

READ_BY_KEYSET = ("page_of(", "first_of(", "stretch_of(")


def long_sections() -> list[SectionAdmin]:
    """The sections of gestion whose lists grow."""
    sections = [one for one in admin.site._registry.values() if isinstance(one, SectionAdmin)]
    return [section for section in sections if not getattr(section, "is_short", False)]


def space_pages(people) -> Iterator[str]:
    """The home, and each page whose module asks for a page of rows."""
    objects = objects_of(people)
    yield reverse("pages:space")
    for name, pattern in addresses():
        module = sys.modules[inspect.unwrap(pattern.callback).__module__]
        if not module.__name__.startswith(("portal.", "messaging.", "programs.", "reminders.")):
            continue
        if any(call in inspect.getsource(module) for call in READ_BY_KEYSET):
            try:
                yield reverse(name, kwargs=objects.get(name, ({}, None))[0])
            except NoReverseMatch:
                continue
