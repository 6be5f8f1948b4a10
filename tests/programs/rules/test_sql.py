"""Criteria in SQL: bound, named by the vocabulary, free of the traps that read unknown as an answer."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.criteria.checking import criteria_problems
from portal.criteria.days import NEVER
from portal.criteria.nodes import read_tree
from portal.criteria.spans import LAST
from portal.criteria.sql import Uncompilable, compile_sql
from portal.criteria.vocabulary import FactKind
from programs.profiles.expressions import DERIVED, expressions, ranged_facts
from programs.profiles.models import Profile
from programs.rules.verdicts import compile_rule
from programs.scans.plan import facts_of, population_for
from programs.scans.statements import Scan
from tests.programs.populations import sql_of, trees
from tests.programs.reference_rules import kinds, rules

TRAPS = re.compile(r"NOT\s+IN|<>|!=|COALESCE|CASE\s+WHEN\s+NOT|IS\s+(NOT\s+)?DISTINCT|=\s*FALSE|LEAST|GREATEST", re.I)
# What a compiled criterion may be made of, once its columns are taken out.
WORDS = re.compile(
    r"%s|AND|OR|NOT|NULLIF|FALSE|TRUE|IN|ANY|CASE|WHEN [01]|WHEN|THEN|END|IS NOT NULL|BETWEEN SYMMETRIC|::int|abs|sign"
    r"|\+ 1|-1000000000|[<>=(),+\-\s]"
)


def leaf(fact, op="eq", value=True, **more):
    return {"fact": fact, "op": op, "value": value, **more}


def sql(tree):
    return compile_sql(read_tree(tree), kinds())


@settings(max_examples=200, deadline=None)
@given(tree=trees())
def test_only_words_of_ours_columns_of_the_vocabulary_and_bound_values(tree):
    text, values = sql(tree)
    named = set(re.findall(r'"([a-z0-9_]+)"', text))
    assert named <= set(kinds()) | {code + LAST for code in ranged_facts()}
    assert not TRAPS.search(text)
    assert WORDS.sub("", re.sub(r'"[a-z0-9_]+"', "", text)) == ""
    assert text.count("%s") == len(values)


@pytest.mark.parametrize("code", rules())
def test_the_programs_compile_without_a_trap(code):
    text, values = sql_of(rules()[code])
    assert not TRAPS.search(text)
    assert text.count("%s") == len(values)


def test_what_is_computed_has_no_trap_either():
    """In what is computed from facts, LEAST and COALESCE would turn an unknown into a value."""
    for fact, text in DERIVED.items():
        assert not TRAPS.search(text), fact


@pytest.mark.parametrize(
    ("tree", "text", "values"),
    [
        (leaf("resident_quebec"), '("resident_quebec" = %s)', (True,)),
        (leaf("housing_tenure", "ne", "owner"), 'NOT ("housing_tenure" = %s)', ("owner",)),
        (leaf("housing_tenure", "in", ["owner", "tenant"]), '("housing_tenure" IN (%s, %s))', ("owner", "tenant")),
        (leaf("home_project", "contains", "energy"), '(%s = ANY ("home_project"))', ("energy",)),
        (leaf("insurable_hours", "gte", 65, on_fail="unknown"), 'NULLIF(("insurable_hours" >= %s), FALSE)', (65,)),
        (
            leaf("age", "gte", 65, on_fail="unknown"),
            'NULLIF((CASE ("age" >= %s) WHEN ("age_last" >= %s) THEN ("age" >= %s) END), FALSE)',
            (65, 65, 65),
        ),
        (
            leaf("crime_date", "eq", None),
            '(CASE sign("crime_date" - %s) WHEN sign("crime_date_last" - %s) THEN "crime_date" = %s END)',
            (NEVER, NEVER, NEVER),
        ),
        (
            leaf("age", "in", [64, 65]),
            '(CASE (%s BETWEEN SYMMETRIC "age" AND "age_last")::int + (%s BETWEEN SYMMETRIC "age" AND "age_last")::int'
            ' WHEN 0 THEN FALSE WHEN abs("age" - "age_last") + 1 THEN TRUE END)',
            (64, 65),
        ),
        (leaf("age", "exists"), 'NULLIF("age" IS NOT NULL, FALSE)', ()),
        ({"not": {"any": [leaf("expecting"), leaf("expecting")]}}, None, (True, True)),
    ],
)
def test_each_operator(tree, text, values):
    made = sql(tree)
    assert text is None or made.text == text
    assert made.values == values


@pytest.mark.parametrize("value", ["'; DROP TABLE profiles_profile; --", "%s", '"', "{}"])
def test_a_value_is_never_in_the_text(value):
    made = compile_sql(read_tree(leaf("place", "eq", value)), {"place": FactKind("place", "choice")})
    assert made == ('("place" = %s)', (value,))


@pytest.mark.parametrize("name", ["nowhere", 'age" OR TRUE --', "Age", "age;", ""])
def test_a_name_that_is_not_of_the_vocabulary_is_refused(name):
    with pytest.raises(Uncompilable):
        compile_sql(read_tree(leaf(name)), kinds() | ({name: FactKind(name, "bool")} if name != "nowhere" else {}))


@pytest.mark.parametrize(
    "tree", [leaf("home_project", "eq", ["energy"]), leaf("children", "eq", []), leaf("age", "in", [])]
)
def test_what_has_no_sql_form_is_refused_before_it_is_published(tree):
    assert criteria_problems(tree, kinds())
    with pytest.raises(Uncompilable):
        sql(tree)


def test_every_fact_of_the_vocabulary_has_its_column_or_its_expression():
    asked = {code for code, kind in kinds().items() if not kind.is_derived}
    days = {code + LAST for code in asked if kinds()[code].type == "date"}
    assert {field.name for field in Profile._meta.fields} - {"id"} == asked | days
    assert set(DERIVED) == set(kinds()) - asked
    assert set(expressions()) == set(kinds()) | {code + LAST for code in ranged_facts()}
    assert len(kinds()) == 54


@given(count=st.integers(1, 100))
@settings(max_examples=10, deadline=None)
def test_more_programs_than_a_word_holds(count):
    made = {f"rule-{number}": compile_rule(leaf("expecting")) for number in range(count)}
    scan = Scan(population_for(made), {n: sql_of(rule) for n, rule in enumerate(made.values())}, facts_of(made))
    assert scan.words == (count - 1) // 31 + 1
    assert scan.answers.text.count("CASE (") == count
    assert max(int(number) for number in re.findall(r"THEN (\d+)", scan.answers.text)) < 2**62
