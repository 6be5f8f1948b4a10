"""Conditions that contradict themselves are found; the forty-six programs hold none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.contradictions import ALWAYS, EITHER, NEVER, TOGETHER, TOO_FAR, flaws
from portal.criteria.nodes import read_tree
from tests.programs.reference_rules import kinds, rules

FARTHEST = {"age": 130, "housing_cost_share": 100}
TYPES = ["single", "single_1child", "single_2plus", "couple", "couple_1child", "couple_2plus"]


def leaf(fact, op, value, **more):
    return {"fact": fact, "op": op, "value": value, **more}


def found(tree):
    return [flaw.kind for flaw in flaws(read_tree(tree), kinds(), FARTHEST)]


def table(low):
    return {"table": dict.fromkeys(TYPES, low), "key": "household_type"}


CONTRADICTIONS = [
    ({"all": [leaf("age", "gte", 65), leaf("age", "lt", 18)]}, TOGETHER),
    (
        {"all": [leaf("age", "gte", 65), {"all": [leaf("resident_quebec", "eq", True), leaf("age", "lt", 65)]}]},
        TOGETHER,
    ),
    ({"all": [leaf("age", "gt", 17), leaf("age", "lt", 18)]}, TOGETHER),
    ({"all": [leaf("resident_quebec", "eq", True), leaf("resident_quebec", "eq", False)]}, TOGETHER),
    ({"all": [leaf("housing_tenure", "eq", "owner"), leaf("housing_tenure", "ne", "owner")]}, TOGETHER),
    ({"all": [leaf("family_net_income", "lt", table(100)), leaf("family_net_income", "gte", 100)]}, TOGETHER),
    ({"any": [leaf("age", "lt", 65), leaf("age", "gte", 65)]}, EITHER),
    ({"all": [leaf("age", "gte", 0)]}, ALWAYS),
    ({"all": [leaf("age", "lt", 0)]}, NEVER),
    ({"all": [leaf("age", "gte", 650)]}, TOO_FAR),
    ({"all": [leaf("housing_cost_share", "gt", -3)]}, TOO_FAR),
    ({"not": leaf("resident_quebec", "in", [True, False])}, ALWAYS),
]


@pytest.mark.parametrize(("tree", "kind"), CONTRADICTIONS)
def test_what_contradicts_itself_is_told(tree, kind):
    assert found(tree) == [kind]


SOUND = [
    {"all": [leaf("age", "gte", 18), leaf("age", "lt", 65)]},
    # A number goes between two whole figures; a number of years does not.
    {"all": [leaf("family_net_income", "gt", 17), leaf("family_net_income", "lt", 18)]},
    {"any": [leaf("age", "lt", 18), leaf("age", "gte", 65)]},
    # A date that did not happen is neither before nor after.
    {"any": [leaf("months_since_crime", "lt", 36), leaf("months_since_crime", "gte", 36)]},
    {"all": [leaf("home_project", "contains", kinds()["home_project"].choices[0])]},
    {"all": [leaf("age", "gte", 18, on_fail="unknown")]},
]


@pytest.mark.parametrize("tree", SOUND)
def test_what_is_possible_is_left_alone(tree):
    assert found(tree) == []


@pytest.mark.parametrize("code", rules())
def test_published_programs_hold_no_contradiction(code):
    assert not flaws(rules()[code].root, kinds(), FARTHEST)


@given(st.integers(1, 129), st.integers(1, 129))
def test_two_bounds_contradict_exactly_when_no_age_is_between(low, high):
    tree = {"all": [leaf("age", "gte", low), leaf("age", "lt", high)]}
    possible = any(low <= age < high for age in range(131))
    assert found(tree) == ([] if possible else [TOGETHER])
