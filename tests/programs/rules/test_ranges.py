"""A day known in part: met by every day it may be is met, missed by every one is missed, else the day decides."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.judging import MET, MISSING, NOT_MET, TO_CHECK
from portal.criteria.spans import ValueRange
from portal.criteria.vocabulary import UnfitValue, read, read_value, write_value
from portal.foundation.formats.partial_days import PartialDay
from programs.facts.derivations import full_years, resolve
from programs.rules.verdicts import compile_rule, evaluate
from tests.programs.reference_rules import kinds

AS_OF = dt.date(2026, 11, 15)


def judged(op, value, known, fact="age", **more):
    rule = compile_rule({"fact": fact, "op": op, "value": value, **more})
    return evaluate(rule, resolve(read(kinds(), known), AS_OF)).judged.state


@pytest.mark.parametrize(
    ("born", "op", "value", "state"),
    [
        ("1961", "gte", 64, MET),
        ("1961", "gte", 65, TO_CHECK),
        ("1961", "gte", 66, NOT_MET),
        ("1961-11", "gte", 65, TO_CHECK),
        ("1961-10", "gte", 65, MET),
        ("1961-12", "gte", 65, NOT_MET),
        ("1961", "lt", 66, MET),
        ("1961", "eq", 65, TO_CHECK),
        ("1961", "eq", 63, NOT_MET),
        ("1961", "ne", 63, MET),
        ("1961", "in", [64, 65], MET),
        ("1961", "in", [65, 66], TO_CHECK),
        ("1961", "in", [66, 67], NOT_MET),
        ("1961", "exists", True, MET),
    ],
)
def test_the_day_is_needed_only_where_it_decides(born, op, value, state):
    assert judged(op, value, {"birth_date": born}) is state


def test_what_is_known_in_part_is_not_asked_again():
    """The person gave what they know: it is for the organization to check, and no question comes back."""
    rule = compile_rule({"all": [{"fact": "age", "op": "gte", "value": 65}, {"fact": "age", "op": "lt", "value": 99}]})
    outcome = evaluate(rule, resolve({"birth_date": PartialDay(1961)}, AS_OF))
    assert (outcome.verdict.value, outcome.missing) == ("unknown", ())
    assert judged("gte", 65, {}) is MISSING


@pytest.mark.parametrize(("said", "state"), [("2026", TO_CHECK), ("2025", NOT_MET), ("2026-10", MET), (None, NOT_MET)])
def test_so_it_is_of_an_accident_that_may_not_have_happened(said, state):
    assert judged("lt", 6, {"road_accident_date": said}, fact="months_since_road_accident") is state


@given(st.dates(dt.date(1900, 1, 1), AS_OF), st.booleans(), st.integers(0, 120), st.sampled_from(["gte", "lt", "eq"]))
def test_what_is_decided_in_part_is_decided_the_same_by_every_day(day, knows_month, value, op):
    part = PartialDay(day.year, day.month if knows_month else None)
    state = judged(op, value, {"birth_date": part})
    assert state is TO_CHECK or judged(op, value, {"birth_date": day}) is state


@pytest.mark.parametrize("said", ["1961", "1961-05", "1961-05-01"])
def test_an_answer_is_kept_as_it_was_given(said):
    kind = kinds()["birth_date"]
    assert write_value(read_value(kind, said)) == said
    assert read_value(kind, int(said[:4])) == PartialDay(int(said[:4]))  # YAML makes a number of a year


@pytest.mark.parametrize("said", ["61", "1961-5", "1961-13", "1961-00", "1700", "9999", "1961-", "١٩٦١", True, 1961.0])
def test_what_is_no_part_of_a_day_is_refused(said):
    with pytest.raises(UnfitValue):
        read_value(kinds()["birth_date"], said)


def test_a_span_is_one_value_when_its_ends_agree():
    assert resolve({"birth_date": PartialDay(1961, 5)}, AS_OF)["age"] == 65 == full_years(dt.date(1961, 5, 9), AS_OF)
    assert resolve({"birth_date": PartialDay(1961)}, AS_OF)["age"] == ValueRange(64, 65)
