"""Whatever the reference data say is shown to the public: in the page of its record, or in the open data. What is in
neither has its reason here."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from portal.criteria.wording import number
from programs.programs.models import CONFIDENCE_WORDS, Program, Theme
from programs.reference import load
from reminders.kinds.models import DeadlineKind
from reminders.kinds.reference import PATH, read_yaml

pytestmark = pytest.mark.django_db
# Path of a field → why the public has no use for it.
NOT_SHOWN = {
    "program": {
        "sources.id": "our key of a source; its address is shown",
        "documents.id": "our key of a paper; its words are shown",
    },
    "kind": {
        "sources.id": "our key of a source; its address is shown",
        "sensitive_reason": "why a delicate word is said: for whoever approves the kind",
        "reminders.message_fr": "what leaves by e-mail or SMS: shown to those who follow the deadline",
        "reminders.message_en": "what leaves by e-mail or SMS: shown to those who follow the deadline",
        "message_style": "how discreet a message is: decided by the organization, tested in reminders",
    },
}
# Values that the record says and that are shown otherwise: (record, path) → why.
SHOWN_OTHERWISE = {
    ("indemnites-cnesst", "organization.en"): "an organization has one English name; other records give the long one",
    ("cnesst-reclamation", "organization.en"): "an organization has one English name; other records give the long one",
    ("rqap-demande", "organization.en"): "an organization has one English name; other records give another",
    ("contester-decision-rqap", "organization.en"): "an organization has one English name; other records give another",
    ("saaq-etat-sante", "basis"): "audiences.yaml corrects it",
}
# Fields whose words must be on the page itself, where a person reads; for the others the open data are enough.
ON_THE_PAGE = {
    "program": {
        *("name_fr", "summary_fr", "holds_for", "official_url", "organization.fr", "how_to_apply_fr"),
        *("not_checked_fr", "documents.fr", "amounts.label_fr", "amounts.value", "amounts.year"),
        *("sources.url", "sources.note", "theme", "confidence.criteria", "confidence.amounts", "amounts.confidence"),
    },
    "kind": {
        *("title_fr", "due_date_rule_fr", "consequences_fr", "procedure_fr", "official_url", "organization.fr"),
        *("sources.url", "note_fr", "consequence_amounts.value"),
    },
}
IN_WORDS = {
    "theme": dict(Theme.choices),
    "confidence.criteria": CONFIDENCE_WORDS,
    "confidence.amounts": CONFIDENCE_WORDS,
    "amounts.confidence": CONFIDENCE_WORDS,
    "amounts.year": {"constant": "ne change pas d’année en année"},
}


def fields_of(held: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path without ranks, value) of each field; criteria are one field but for their words."""
    if path == "criteria":
        yield path, held
        yield from (("criteria.label_fr", label) for label in labels_of(held))
    elif isinstance(held, dict):
        for name, value in held.items():
            yield from fields_of(value, f"{path}.{name}".lstrip("."))
    elif isinstance(held, list) and any(isinstance(one, dict) for one in held):
        for one in held:
            yield from fields_of(one, path)
    else:
        yield from ((path, one) for one in (held if isinstance(held, list) else [held]))


def labels_of(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from (value for name, value in tree.items() if name == "label_fr")
        yield from (label for value in tree.values() for label in labels_of(value))
    elif isinstance(tree, list):
        yield from (label for one in tree for label in labels_of(one))


def words_on(client, address: str) -> str:
    """All that a page says, attributes included, its spaces made plain."""
    text = client.get(address).content.decode()
    attributes = " ".join(re.findall(r'(?:href|content)="([^"]*)"', text))
    return plain(re.sub(r"<[^>]+>", " ", text) + attributes)


def plain(text: str) -> str:
    return " ".join(html.unescape(text).split())


def everything_in(typed: Any) -> Iterator[Any]:
    if isinstance(typed, dict):
        yield typed
        for value in typed.values():
            yield from everything_in(value)
    elif isinstance(typed, list):
        for one in typed:
            yield from everything_in(one)
    else:
        yield typed


def missing_of(sort: str, record: dict[str, Any], page: str, data: dict[str, Any]) -> list[tuple[str, Any]]:
    """The fields that neither the page nor the open data say."""
    said = list(everything_in(data))
    missing = []
    for path, value in fields_of(record):
        if path in NOT_SHOWN[sort] or (record["id"], path) in SHOWN_OTHERWISE or value in (None, ""):
            continue
        if path in ON_THE_PAGE[sort]:
            found = any(plain(form) in page for form in shown_forms(path, value))
        else:
            found = any(type(one) is type(value) and one == value for one in said)
        if not found:
            missing.append((path, value))
    return missing


def shown_forms(path: str, value: Any) -> list[str]:
    if path in IN_WORDS and value in IN_WORDS[path]:
        return [str(IN_WORDS[path][value])]
    if isinstance(value, int | float):
        return [number(value), str(value).replace(".", ","), number(value).replace(",00", "")]
    return [str(value)]


@pytest.fixture
def shown_words(client):
    """Code → record of the open data."""
    programs = client.get(reverse("programs:open_data")).json()["programs"]
    kinds = client.get(reverse("kinds:open_data")).json()["deadline_kinds"]
    return {"program": {one["id"]: one for one in programs}, "kind": {one["id"]: one for one in kinds}}


def test_all_that_the_forty_six_programs_say_is_shown(client, shown_words):
    records = {record["id"]: record for record in load("programs")["programs"]}
    assert len(records) == 46
    pages = {one.code: words_on(client, one.get_absolute_url()) for one in Program.objects.published()}
    found = [
        (code, *one)
        for code, record in records.items()
        for one in missing_of("program", record, pages[code], shown_words["program"][code])
    ]
    assert found == []


def test_all_that_the_kinds_say_is_shown(client, shown_words):
    records = {record["id"]: record for record in read_yaml(PATH)["deadlines"]}
    assert len(records) == 55
    pages = {one.code: words_on(client, one.get_absolute_url()) for one in DeadlineKind.objects.public()}
    found = [
        (code, *one)
        for code, record in records.items()
        for one in missing_of("kind", record, pages[code], shown_words["kind"][code])
    ]
    assert found == []


def test_what_is_left_out_is_named_once_and_exists():
    """An exclusion that no record has any more is dead wood."""
    paths = {
        "program": {path for record in load("programs")["programs"] for path, _value in fields_of(record)},
        "kind": {path for record in read_yaml(PATH)["deadlines"] for path, _value in fields_of(record)},
    }
    records = {record["id"] for record in [*load("programs")["programs"], *read_yaml(PATH)["deadlines"]]}
    assert {code for code, _path in SHOWN_OTHERWISE} <= records
    for sort, fields in paths.items():
        assert NOT_SHOWN[sort].keys() <= fields and ON_THE_PAGE[sort] <= fields
