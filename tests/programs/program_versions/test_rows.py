"""Criteria as rows: to rows and back is the same, and rows that make no tree are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.editor.rows import BadRows, CriterionRow, criteria_of, rows_of
from programs.reference import load

PROGRAMS = {record["id"]: record["criteria"] for record in load("programs")["programs"]}
leaves = st.builds(
    lambda value, lenient, words: {"fact": "age", "op": "gte", "value": value} | lenient | words,
    st.integers(1, 99) | st.fixed_dictionaries({"table": st.just({"single": 1}), "key": st.just("household_type")}),
    st.sampled_from([{}, {"on_fail": "unknown"}]),
    st.sampled_from([{}, {"label_fr": "Âge", "label_en": "Age"}]),
)
trees = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"any": some}),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"all": some, "label_fr": "Ceci"}),
        parts.map(lambda one: {"not": one}),
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("code", PROGRAMS)
def test_the_criteria_of_each_program_come_back_to_the_letter(code):
    assert criteria_of(rows_of(PROGRAMS[code])) == PROGRAMS[code]


@given(st.lists(trees, min_size=1, max_size=4))
def test_any_criteria_come_back(parts):
    assert criteria_of(rows_of({"all": parts})) == {"all": parts}


def test_a_single_condition_goes_under_the_implied_all():
    leaf = {"fact": "age", "op": "gte", "value": 65}
    assert criteria_of(rows_of(leaf)) == {"all": [leaf]}


AGE = {"kind": "fact", "fact": "age", "op": "gte", "value": 65}


@pytest.mark.parametrize(
    ("rows", "rank"),
    [
        ([], 0),
        ([CriterionRow(0, "any")], 0),
        ([CriterionRow(1, **AGE)], 0),
        ([CriterionRow(0, **AGE), CriterionRow(1, **AGE)], 1),
        ([CriterionRow(0, "not"), CriterionRow(1, **AGE), CriterionRow(1, **AGE)], 0),
        ([CriterionRow(0, **AGE), CriterionRow(0, "any"), CriterionRow(2, **AGE)], 1),
    ],
)
def test_rows_that_make_no_tree_are_told_with_their_place(rows, rank):
    with pytest.raises(BadRows) as result:
        criteria_of(rows)
    assert result.value.rank == rank
    assert str(result.value)
