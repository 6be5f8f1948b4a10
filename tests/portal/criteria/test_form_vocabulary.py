"""Criteria serve any vocabulary that its caller gives: here, that of a form."""

import pytest
from django.db import connection
from django.utils.datastructures import MultiValueDict
from hypothesis import given

from portal.criteria.checking import criteria_problems
from portal.criteria.contradictions import NEVER, TOGETHER, flaws
from portal.criteria.editor.criteria_editor import CriteriaEditor
from portal.criteria.english import sentence_in_english
from portal.criteria.explaining import lines_of
from portal.criteria.judging import MET, MISSING, NOT_MET, TO_CHECK, compile_node
from portal.criteria.missing import weigh
from portal.criteria.nodes import read_tree
from portal.criteria.sql import compile_sql
from portal.criteria.vocabulary import read
from portal.criteria.wording import criteria_lines
from tests.architecture.trees import ROOT, imports, sources
from tests.portal.criteria.form_vocabulary import FORM, KINDS, answers, row_of, trees

HERE = ROOT / "portal" / "criteria"
SHOWN = {
    "all": [
        {"fact": "insured", "op": "eq", "value": True, "label_fr": "Être assuré"},
        {
            "any": [
                {"fact": "rent", "op": "lte", "value": {"table": {"owner": 900, "tenant": 1200}, "key": "lodging"}},
                {"fact": "pets", "op": "contains", "value": "cat", "label_fr": "Avoir un chat"},
            ]
        },
        {"fact": "moved_on", "op": "exists", "value": True, "label_fr": "Avoir déménagé"},
    ]
}


def judged(tree, **known):
    return compile_node(read_tree(tree))(read(KINDS, known))


def in_sql(tree, known):
    text, values = compile_sql(read_tree(tree), KINDS)
    rows = list(row_of(known))
    columns = ", ".join(f'%s::{column} AS "{code}"' for code, column, _value in rows)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {text} FROM (SELECT {columns}) AS answers", [*values, *(row[2] for row in rows)])
        return cursor.fetchone()[0]


def test_what_is_not_answered_is_unknown():
    assert judged(SHOWN).state is MISSING
    assert judged(SHOWN, insured=False).state is NOT_MET
    answered = {"insured": True, "lodging": "owner", "rent": 901, "pets": ["cat"]}
    assert judged(SHOWN, **answered).state is MISSING
    assert judged(SHOWN, **answered, moved_on="2026-07").state is MET
    assert judged(SHOWN, **answered | {"pets": []}, moved_on="2026-07-01").state is NOT_MET


def test_what_can_still_decide_is_asked_the_key_of_a_table_after_it():
    result = judged(SHOWN, insured=True)
    asked = weigh(result, {"insured": True})
    assert set(asked) == {"rent", "lodging", "pets", "moved_on"}
    assert asked["moved_on"] > asked["rent"] > asked["lodging"]


def test_each_condition_is_explained_with_what_was_answered():
    known = read(KINDS, {"insured": True, "rent": 1000, "lodging": "owner", "pets": ["dog"], "moved_on": None})
    lines = lines_of(compile_node(read_tree(SHOWN))(known), FORM, known)
    assert [(line.state, line.said) for line in lines] == [
        ("Rempli", "Oui"),
        ("Non rempli", ""),
        ("Non rempli", "Ce n’est pas arrivé"),
    ]
    assert [part.text for part in lines[1].parts] == ["Loyer : 900\u00a0$ ou moins", "Avoir un chat"]


def test_a_table_is_said_by_the_words_of_its_key():
    [_insured, group, _moved] = criteria_lines(read_tree(SHOWN), FORM)
    assert group.parts[0].text == "Loyer : 900 à 1\u00a0200\u00a0$ selon « Logement » ou moins"
    leaf = read_tree(SHOWN["all"][1]["any"][0])
    assert sentence_in_english(leaf, FORM) == "Rent: $900 to $1,200 depending on Lodging or less"


@pytest.mark.parametrize(
    ("leaf", "found"),
    [
        ({"fact": "age", "op": "gte", "value": 65}, "n’existe pas"),
        ({"fact": "moved_on", "op": "lt", "value": "2026-01-01"}, "ne se compare pas"),
        ({"fact": "lodging", "op": "eq", "value": "boat"}, "ne convient pas"),
        ({"fact": "pets", "op": "eq", "value": "cat"}, "plusieurs"),
        ({"fact": "rent", "op": "lte", "value": {"table": {"owner": 1}, "key": "lodging"}}, "pas une ligne"),
    ],
)
def test_what_the_form_cannot_answer_is_found_before_it_is_published(leaf, found):
    [problem] = criteria_problems(leaf, KINDS)
    assert found in problem


def test_what_contradicts_itself_is_found():
    both = {"all": [{"fact": "rent", "op": "gt", "value": 9}, {"fact": "rent", "op": "lt", "value": 3}]}
    assert [flaw.kind for flaw in flaws(read_tree(both), KINDS)] == [TOGETHER]
    assert [flaw.kind for flaw in flaws(read_tree({"fact": "rent", "op": "lt", "value": 0}), KINDS)] == [NEVER]


def test_the_editor_offers_the_questions_of_the_form_and_writes_its_criteria():
    typed = {
        "kind": "fact",
        "level": "0",
        "fact": "lodging",
        "op": "eq",
        "value": "tenant",
        "label_fr": "",
        "here": "1",
    }
    data = MultiValueDict({f"c-0-{name}": [value] for name, value in typed.items()})
    editor = CriteriaEditor({"all": []}, FORM, data, lambda criteria: criteria_problems(criteria, KINDS))
    assert editor.is_valid(), editor.faults
    [leaf] = editor.criteria["all"]
    assert leaf["label_fr"] == "Logement\u00a0: Locataire" and leaf["label_en"] == "Lodging: Tenant"
    assert {code for code, _words in editor.rows.forms[0].fields["fact"].choices} - {""} == set(FORM)


@pytest.mark.django_db
@given(tree=trees, known=answers)
def test_python_and_sql_agree(tree, known):
    assert criteria_problems(tree, KINDS) == []
    expected = {MET: True, NOT_MET: False, MISSING: None, TO_CHECK: None}
    assert in_sql(tree, known) is expected[compile_node(read_tree(tree))(known).state]


def test_criteria_know_nothing_above_the_foundation():
    found = {name for path in sources(ROOT) if HERE in path.parents for _line, name in imports(path)}
    assert {".".join(name.split(".")[:2]) for name in found} == {"portal.criteria", "portal.foundation"}
