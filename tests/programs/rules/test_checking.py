"""What cannot work is refused with a sentence, and what is accepted never dies: not on any person, not in SQL."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.criteria.checking import criteria_problems
from portal.criteria.sql import compile_sql
from programs.facts.crossings import given_on
from programs.facts.derivations import resolve
from programs.rules.verdicts import compile_rule, evaluate
from tests.programs.populations import TODAY, random_person
from tests.programs.reference_rules import kinds

OPERATORS = ["eq", "ne", "lt", "lte", "gt", "gte", "in", "contains", "exists", "like", None]
scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["1961-01-01", "citizen", "single", ""])
tables = st.fixed_dictionaries(
    {
        "table": st.dictionaries(st.sampled_from(["single", "couple", "citizen"]), scalars) | scalars,
        "key": st.sampled_from(["household_type", "marital_status", "age", "licorne"]) | scalars | st.lists(scalars),
    }
)
whole_tables = scalars.map(
    lambda value: {"table": dict.fromkeys(kinds()["household_type"].choices, value), "key": "household_type"}
)
values = scalars | st.lists(scalars, max_size=3) | tables | whole_tables | st.lists(st.lists(scalars), max_size=2)
leaves = st.fixed_dictionaries(
    {"fact": st.sampled_from(sorted(kinds())) | scalars | st.lists(scalars), "op": st.sampled_from(OPERATORS)},
    optional={"value": values, "on_fail": st.sampled_from(["unknown", "eligible"])},
)
trees = st.recursive(
    leaves | scalars | st.lists(scalars),
    lambda parts: st.one_of(
        st.builds(lambda kind, some: {kind: some}, st.sampled_from(["all", "any"]), st.lists(parts, max_size=3)),
        parts.map(lambda one: {"not": one}),
    ),
    max_leaves=6,
)
sound = st.builds(
    lambda fact, op, value: {"fact": fact, "op": op, "value": value},
    st.sampled_from(sorted(kinds())),
    st.sampled_from(OPERATORS[:-2]),
    values,
)


def only(leaf):
    return {"all": [leaf]}


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "lte", "gt", "gte"])
@pytest.mark.parametrize("fact", ["birth_date", "crime_date"])
def test_a_date_is_not_compared_and_the_sentence_says_what_to_ask_instead(fact, op):
    (problem,) = criteria_problems(only({"fact": fact, "op": op, "value": "1961-01-01"}), kinds())
    assert problem.startswith(f"{fact} : ") and "l’âge ou le nombre de mois" in problem
    assert criteria_problems(only({"fact": fact, "op": "in", "value": ["1961-01-01"]}), kinds())


def test_whether_a_date_happened_may_be_asked():
    for leaf in ({"op": "exists", "value": True}, {"op": "eq", "value": None}, {"op": "ne", "value": None}):
        assert criteria_problems(only({"fact": "crime_date"} | leaf), kinds()) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"fact": ["age"], "op": "gte", "value": 1},
        {"fact": "age", "op": ["gte"], "value": 1},
        {"fact": "age", "op": "in", "value": 5},
        {"fact": "age", "op": "in", "value": "18"},
        {"fact": "marital_status", "op": "in", "value": [["single"]]},
        {"fact": "family_net_income", "op": "lt", "value": {"table": 3, "key": "household_type"}},
        {"fact": "family_net_income", "op": "lt", "value": {"table": {"single": 3}, "key": ["household_type"]}},
    ],
)
def test_a_broken_condition_is_told_not_raised(broken):
    assert criteria_problems(only(broken), kinds())


def test_conditions_nested_without_end_are_refused():
    tree = {"fact": "age", "op": "gte", "value": 18}
    for _ in range(3_000):
        tree = {"not": tree}
    (problem,) = criteria_problems(tree, kinds())
    assert "imbriqué" in problem


@settings(max_examples=300, deadline=None)
@given(tree=trees | sound.map(only), seed=st.integers(0, 500))
def test_what_is_accepted_is_judged_on_anybody_and_compiles(tree, seed):
    if criteria_problems(tree, kinds()):
        return
    rule = compile_rule(tree)
    evaluate(rule, resolve(given_on(random_person(random.Random(seed)), TODAY), TODAY))
    compile_sql(rule.root, kinds())
