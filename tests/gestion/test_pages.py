"""Every page of gestion, as each role: each link that it shows opens, and it says no word of a machine."""

import re
from collections.abc import Iterator

import pytest
from django.utils.functional import Promise
from django.utils.text import capfirst

from tests.gestion.crawl import Shown, pages
from tests.own_apps import own_models
from tests.shares import some_today

pytestmark = pytest.mark.django_db
READERS = {
    **{"alain": "/gestion/", "sylvie": "/gestion/", "emile": "/gestion/", "olga": "/gestion/"},
    **{"amelie": "/espace/", "rachel": "/espace/"},
}
MACHINE = {
    "a key": r"[0-9a-f]{8}-[0-9a-f]{4}-",
    "an instant of a log": r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
    "a value of Python": r"\b(None|True|False|datetime|Decimal|UUID)\b|<[\w.]+ object|[{\[(]['\"]\w|\w\(\)",
    "a name of the code": r"(?<![\w@./%-])[a-z]+(_[a-z0-9]+)+(?![\w@/])",
    "a verb of the journal": r"(?<![\w@./%-])[a-z_]{4,}\.[a-z_]{4,}(?![\w@/.])",
    "a day of a log": r"(?<!exemple )\b\d{4}-\d\d-\d\d\b",
}
ALSO_WORDS = {"code", "date", "document", "famille", "question", "message", "parent"}
"""Codes that are French words too."""


def codes() -> set[str]:
    """Values of choices that people should read in other words."""
    fields = [field for model in own_models() for field in model._meta.fields]
    pairs = [pair for field in fields for pair in field.flatchoices]
    return {
        code for code, words in pairs if code and isinstance(code, str) and code.lower() != str(words).lower()
    } - ALSO_WORDS


def unnamed() -> set[str]:
    """Names that Django made from the code's, where nobody wrote one."""
    fields = [field for model in own_models() for field in model._meta.fields]
    made = {capfirst(field.verbose_name) for field in fields if not isinstance(field.verbose_name, Promise)}
    return {name for name in made if name.lower() not in ALSO_WORDS | {"dossier", "id"}}


def machine_words(shown: Shown, known: set[str], names: set[str]) -> Iterator[str]:
    for text in shown.words.texts:
        for what, pattern in MACHINE.items():
            if re.search(pattern, text):
                yield f"{what}: «{text[:80]}»"
        if text.strip(" .,:;()«»·") in known:
            yield f"a code: «{text}»"
    yield from (f"a name nobody wrote: «{name}»" for name in shown.words.names if name in names)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("key", some_today(READERS, 2))
def test_each_link_opens_and_each_page_speaks_words(story, signed_in, key):
    known, names, faults, count = codes(), unnamed(), {}, 0
    for shown in pages(signed_in(story[key]), READERS[key]):
        count += 1
        where = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", shown.url)
        if shown.response.status_code != 200:
            faults.setdefault(f"{shown.response.status_code} {where} shown on {shown.met_on}", "")
        if shown.url.startswith("/gestion/"):
            for fault in machine_words(shown, known, names):
                faults.setdefault(fault, where)
    assert not faults, "\n".join(f"{fault} ({where})" for fault, where in faults.items())
    assert count >= 30
