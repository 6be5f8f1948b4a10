"""Every form of every page, filled with what nobody should write: an answer in words, never a failure.

Pages are opened as those who may; their forms are read as a browser reads them, then posted with one poison in all
their fields, or with nothing of what they hold. What each post did is undone before the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import urljoin
from uuid import UUID

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.shares import some_today
from tests.test_access import addresses, admin_objects, objects_of

POISONS = {
    "nothing": "",
    "nul": "a\x00b",
    "endless, right to left, with a picture": "\u202eאבג\u202c🧊" + "x" * 6000,
    "markup, SQL, a template, a header": "<script>alert('poison')</script>'; DROP TABLE x; --{{ a }}%s\r\nBcc: x@y.ca",
    "number": "-99999999999999999999",
    "no day": "2026-02-30",
    "nobody": str(UUID(int=0)),
}
KEPT = {"csrfmiddlewaretoken", "had"}
INITIALS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@dataclass
class Shown:
    """A form as a page shows it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    has_password: bool = False


class Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Shown] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        data = dict(attributes)
        if tag == "form":
            self.found.append(Shown(data.get("action") or "", (data.get("method") or "get").lower()))
            self._inside = True
        elif self._inside and tag in {"input", "select", "textarea"} and data.get("name"):
            self.found[-1].fields.setdefault(data["name"], data.get("value") or "")
            self.found[-1].has_password |= data.get("type") == "password"

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False


def pages_of_people(people) -> Iterator[str]:
    objects = objects_of(people)
    for name, _pattern in addresses():
        try:
            yield reverse(name, kwargs=objects.get(name, ({}, None))[0])
        except NoReverseMatch:
            continue


def pages_of_gestion() -> Iterator[str]:
    for name, model in admin_objects():
        first = model.objects.order_by("pk").values_list("pk", flat=True).first()
        yield reverse(f"{name}_changelist")
        if admin.site._registry[model].has_add_permission.__qualname__.startswith("SectionAdmin"):
            yield reverse(f"{name}_add")
        if first is not None:
            yield reverse(f"{name}_change", args=[first])


def forms_of(client: Client, pages: Iterator[str]) -> dict[tuple[str, frozenset[str]], Shown]:
    """Each form once, whatever the number of pages that show it."""
    found: dict[tuple[str, frozenset[str]], Shown] = {}
    for page in pages:
        answer = client.get(page)
        if answer.status_code != 200 or answer.streaming or "html" not in answer.headers["Content-Type"]:
            continue
        for shown in Forms(answer.content.decode()).found:
            shown.action = urljoin(page, shown.action.split("?")[0])
            found.setdefault((shown.action, frozenset(shown.fields)), shown)
    return found


def poisoned(shown: Shown, poison: str) -> dict[str, str]:
    def is_kept(name: str) -> bool:
        return name in KEPT or name.endswith(INITIALS)

    return {name: value if is_kept(name) else poison for name, value in shown.fields.items()}


def faults_of(client: Client, shown: Shown, poisons: dict[str, str]) -> Iterator[str]:
    for called, poison in poisons.items():
        with transaction.atomic():
            send = client.post if shown.method == "post" else client.get
            answer = send(shown.action, poisoned(shown, poison))
            if answer.status_code >= 500:
                yield f"{shown.method} {shown.action}: {called}: {answer.status_code} {getattr(answer, 'exc_info', '')}"
            elif b"<script>alert('poison')" in b"".join(answer):
                yield f"{shown.method} {shown.action}: {called} comes back as markup"
            transaction.set_rollback(True)


def forms_shown_to(who: str, people, client: Client) -> list[Shown]:
    client.raise_request_exception = False
    pages = pages_of_people(people) if who == "amelie" else pages_of_gestion()
    shown = [one for one in forms_of(client, pages).values() if not one.has_password and "logout" not in one.action]
    assert len(shown) > 3
    return shown


@pytest.mark.slow
@pytest.mark.parametrize("who", some_today(["amelie", "alain", "emile"], 1))
def test_no_form_fails(story, signed_in, who):
    """Each form with one poison, the next form with the next one."""
    client, poisons, faults = signed_in(story[who]), cycle(POISONS.items()), []
    for shown in forms_shown_to(who, story, client):
        faults += faults_of(client, shown, dict([next(poisons)]))
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["amelie", "alain", "emile"])
def test_no_form_fails_whatever_is_written(story, signed_in, who):
    client = signed_in(story[who])
    faults = [fault for shown in forms_shown_to(who, story, client) for fault in faults_of(client, shown, POISONS)]
    assert not faults, "\n".join(faults)
