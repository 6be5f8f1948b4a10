"""The semantics at the top of programs.yaml, one by one."""

from datetime import date

import pytest

from portal.criteria.judging import MET, MISSING, NOT_MET, TO_CHECK
from portal.criteria.nodes import BadCriteria
from programs.rules.verdicts import Verdict, compile_rule, evaluate


def leaf(fact, op="eq", value=True, **more):
    return {"fact": fact, "op": op, "value": value, "label_fr": fact, "label_en": fact, **more}


def state(tree, **known):
    return evaluate(compile_rule(tree), known).judged.state


@pytest.mark.parametrize(
    ("op", "expected", "value", "answer"),
    [
        ("eq", 3, 3, MET),
        ("eq", 3, 4, NOT_MET),
        ("ne", "tenant", "owner", MET),
        ("ne", "tenant", "tenant", NOT_MET),
        ("lt", 65, 64, MET),
        ("lt", 65, 65, NOT_MET),
        ("lte", 65, 65, MET),
        ("gt", 65, 65, NOT_MET),
        ("gte", 65, 65, MET),
        ("in", ["a", "b"], "b", MET),
        ("in", ["a", "b"], "c", NOT_MET),
        ("contains", "a", ("a", "b"), MET),
        ("contains", "a", (), NOT_MET),
        ("exists", True, date(2026, 1, 1), MET),
        ("exists", True, None, NOT_MET),
        ("exists", False, None, MET),
        ("eq", None, None, MET),
        ("eq", None, date(2026, 1, 1), NOT_MET),
        ("ne", None, date(2026, 1, 1), MET),
        ("lt", 36, None, NOT_MET),
    ],
)
def test_operators(op, expected, value, answer):
    assert state(leaf("fact", op, expected), fact=value) is answer
    assert state(leaf("fact", op, expected)) is MISSING


def test_a_lenient_leaf_never_refuses():
    tree = leaf("fact", "gte", 700, on_fail="unknown")
    assert state(tree, fact=800) is MET
    assert state(tree, fact=500) is TO_CHECK
    outcome = evaluate(compile_rule({"all": [tree]}), {"fact": 500})
    assert (outcome.verdict, outcome.missing) == (Verdict.UNKNOWN, ())


def test_a_table_is_read_with_its_key():
    tree = leaf("income", "lt", {"table": {"single": 100, "couple": 200}, "key": "household_type"})
    assert state(tree, income=150, household_type="couple") is MET
    assert state(tree, income=150, household_type="single") is NOT_MET
    assert state(tree, income=150) is MISSING
    assert state(tree, household_type="single") is MISSING
    assert state(tree, income=150, household_type="another") is TO_CHECK


def test_groups_follow_kleene():
    both = {"all": [leaf("a"), leaf("b")]}
    either = {"any": [leaf("a"), leaf("b")]}
    assert (state(both, a=False), state(both, a=True), state(both, a=True, b=True)) == (NOT_MET, MISSING, MET)
    assert (state(either, a=True), state(either, a=False), state(either, a=False, b=False)) == (MET, MISSING, NOT_MET)
    assert state({"not": leaf("a")}, a=True) is NOT_MET
    assert state({"not": leaf("a")}) is MISSING


def test_only_what_can_still_change_the_answer_is_missing():
    tree = {"all": [leaf("a"), {"any": [leaf("b"), leaf("c")]}]}
    assert evaluate(compile_rule(tree), {}).missing == ("a", "b", "c")
    assert evaluate(compile_rule(tree), {"b": True}).missing == ("a",)
    assert evaluate(compile_rule(tree), {"a": False}).missing == ()


def test_a_fact_that_can_only_confirm_is_not_asked_when_nothing_can_be_confirmed():
    """One part stays to be checked whatever we ask: a lenient part can no longer matter, a strict one still can."""
    tree = {"all": [leaf("a", on_fail="unknown"), leaf("b", on_fail="unknown"), leaf("c")]}
    assert evaluate(compile_rule(tree), {"a": False}).missing == ("c",)


def test_screening_facts_come_first():
    tree = {"all": [leaf("a"), leaf("b")]}
    assert evaluate(compile_rule(tree, ["b"]), {}).missing == ("b", "a")


def test_every_leaf_gives_its_reason():
    outcome = evaluate(compile_rule({"all": [leaf("a"), {"any": [leaf("b"), leaf("c")]}]}), {"a": True, "b": False})
    assert [(judged.node.fact, judged.state) for judged in outcome.leaves()] == [
        ("a", MET),
        ("b", NOT_MET),
        ("c", MISSING),
    ]


@pytest.mark.parametrize(
    "tree",
    [
        {},
        [],
        {"all": []},
        {"all": [leaf("a")], "any": [leaf("b")]},
        {"all": [leaf("a")], "on_fail": "unknown"},
        leaf("a", "like"),
        leaf("a", on_fail="no"),
        leaf("a", "lt", {"table": {}, "key": "household_type"}),
        {"any": ["a"]},
    ],
)
def test_criteria_of_another_form_are_refused_with_the_place(tree):
    with pytest.raises(BadCriteria, match="criteria"):
        compile_rule(tree)
