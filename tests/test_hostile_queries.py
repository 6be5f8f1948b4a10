"""Every value of a query string that a page reads, replaced by what nobody should write: a page or a 404, never a
failure. Parameters are found in the source of each page; those of «gestion» are Django's own and each filter.
"""

import base64
import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pytest
from django import forms
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.foundation.paging import LATER, PARAMETER
from portal.launch.days import today
from tests.test_access import addresses, admin_objects, objects_of

SHARE = 5
ZERO = "00000000-0000-0000-0000-000000000000"


def cursor(*words: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip("=")


# As they travel: already percent-encoded where a byte has no letter.
VALUES = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",  # half of a surrogate pair
    quote("\u202e🧊٣½"),
    "-1",
    "9" * 400,
    "1e999",
    "nan",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "10000-01-01T00:00:00%2B23:59",
    ZERO,
    ZERO + "0",
    quote("' OR 1=1 --"),
    "%s%d{{x}}",
    "x" * 3000,
    cursor("2030-01-01T00:00:00+23:59:59.999999", ZERO),
    cursor("0001-01-01T00:00:00+14:00", ZERO),
    cursor("9999-12-31T23:59:59.999999-23:59", ZERO),
    cursor("9999-12-31", "9" * 400),
    cursor("2030-01-01T00:00:00+00:00", "\x00"),
]
FEW = ["%00", "%ed%a0%80", "9" * 400, "9999-12-31", "0001-01-01", "-1", quote("' \\"), ""]
_READ = re.compile(r"""GET(?:\.get\(|\.getlist\(|\[)["'](\w+)["']|["'](\w+)["'] in request\.GET""")
_NAMED = re.compile(r"GET\.get\((\w+),|GET\[(\w+)\]")
_LISTED = re.compile(r"for name in \(([^)]*)\) if name in request\.GET")
_FORM = re.compile(r"(\w+Form)\(request\.GET")


def parameters(view: object) -> set[str]:
    """What the module of a view reads of a query string; every form bound to it tells its fields."""
    module = sys.modules[inspect.unwrap(view).__module__]
    if not module.__name__.startswith(("portal.", "messaging.", "programs.", "reminders.")):
        return set()
    source = inspect.getsource(module)
    found = {name for pair in _READ.findall(source) for name in pair if name}
    found |= {str(getattr(module, name, name)) for pair in _NAMED.findall(source) for name in pair if name}
    found |= {name for listed in _LISTED.findall(source) for name in re.findall(r"\w+", listed)}
    for name in _FORM.findall(source):
        form = getattr(module, name)
        assert issubclass(form, forms.BaseForm)
        found |= set(form.base_fields)
    return found | ({PARAMETER, LATER} if "page_of(" in source else set())


def pages(people) -> Iterator[tuple[str, set[str]]]:
    objects = objects_of(people)
    for name, pattern in addresses():
        try:
            url = reverse(name, kwargs=objects.get(name, ({}, None))[0])
        except NoReverseMatch:
            continue
        if asked := parameters(pattern.callback):
            yield url, asked


def section_pages() -> Iterator[tuple[str, set[str]]]:
    own = {PARAMETER, LATER, "q", "o", "p", "all", "e", "_popup", "_facets", "id__exact", "pk__gte", "unknown__id__gt"}
    for name, model in admin_objects():
        section = admin.site._registry[model]
        filters = {str(one) for one in section.list_filter if isinstance(one, str)}
        yield reverse(f"{name}_changelist"), own | filters | {f"{one}__exact" for one in filters}
        for page in section.added_pages():
            if "<" not in page.route and (asked := parameters(getattr(page.view, "func", page.view))):
                yield reverse(f"{name}_{page.name}"), asked


def todays(asked: Iterable[tuple[str, set[str]]]) -> list[tuple[str, set[str]]]:
    """One page in `SHARE`, drawn by the date: all of them are tried within as many days."""
    return [page for number, page in enumerate(asked) if number % SHARE == today().toordinal() % SHARE]


def faults(client: Client, asked: Iterable[tuple[str, set[str]]], values: list[str]) -> Iterator[str]:
    client.raise_request_exception = False
    for url, names in asked:
        for name in sorted(names):
            for value in values:
                answer = client.get(f"{url}?{name}={value}")
                if answer.status_code >= 500:
                    yield f"{url}?{name}={value[:60]}: {answer.status_code} {getattr(answer, 'exc_info', '')}"


def test_the_parameters_are_found(story):
    found = dict(pages(story))
    assert {PARAMETER} <= found[reverse("threads:inbox")] and {"q", "theme"} <= found[reverse("programs:catalogue")]
    assert len(found) > 12


def test_a_query_that_the_database_cannot_hold_is_no_page(signed_in, people):
    client = signed_in(people["emile"])
    assert client.get(reverse("admin:kinds_deadlinekind_changelist") + "?state=%00").status_code == 404


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_no_query_of_a_page_fails(story, signed_in):
    listed = list(faults(signed_in(story["amelie"]), todays(pages(story)), VALUES))
    assert not listed, "\n".join(listed)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("who", ["sylvie", "emile", "olga"])
def test_no_query_of_gestion_fails(story, signed_in, who):
    listed = list(faults(signed_in(story[who]), todays(section_pages()), FEW))
    assert not listed, "\n".join(listed)
