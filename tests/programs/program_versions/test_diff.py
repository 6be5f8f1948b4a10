"""Differences between two contents of a program, in words and never in codes."""

import pytest

from portal.publishing.reading import content_in_force
from programs.facts.models import FactDefinition
from programs.program_versions.content import COLUMNS
from programs.program_versions.diff import LABELS, compare
from programs.programs.models import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(catalogue):
    return content_in_force(Program.objects.get(code="indemnites-saaq"))


def changes_shown(content, **after):
    return {one.code: one for one in compare(content, content | after, FactDefinition.objects.by_code())}


def test_every_column_has_its_words(content):
    assert set(LABELS) == set(COLUMNS) == set(content)
    assert changes_shown(content) == {}


def test_a_condition_is_told_in_its_sentence(content):
    first, second, third = content["criteria"]["all"]
    change = changes_shown(content, criteria={"all": [first, second, third | {"value": 24}]})["criteria"]
    assert [(part.state, part.text) for part in change.parts if part.state != "same"] == [("gone", "36"), ("new", "24")]
    grouped = changes_shown(content, criteria={"all": [first, {"any": [second, third]}]})["criteria"].after
    assert "Au moins une de ces conditions\n— Habiter au Québec" in grouped
    assert changes_shown(content, criteria={"all": []})["criteria"].after  # what cannot be read says why


def test_choices_papers_sources_and_examples_are_told_in_words(content):
    changes = changes_shown(
        content,
        theme="sante",
        is_automatic=True,
        amounts_confidence="secondary_page",
        documents=[{"id": "x", "fr": "Une lettre", "en": "A letter"}],
        sources=[{"id": "s", "url": "https://exemple.org", "kind": "peer", "read": True, "note": "lue en mars"}],
        screening_facts=["birth_date", "licorne"],
        examples=[{"name": "Léo", "as_of": "2026-11-15", "facts": {"age": 3}, "verdict": "unknown"}],
    )
    after = {code: one.after for code, one in changes.items()}
    assert (after["theme"], after["is_automatic"], after["documents"]) == ("Santé", "oui", "Une lettre")
    assert after["amounts_confidence"] == "page non officielle, à confirmer par l’organisme"
    assert after["sources"] == "https://exemple.org lue en mars"
    assert after["screening_facts"] == "Date de naissance\nlicorne"
    assert "Léo" in after["examples"] and "à vérifier" in after["examples"]
