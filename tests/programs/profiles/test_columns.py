"""What a profile holds of a person: facts in numbers that SQL can judge, and nothing of what was not said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.days import NEVER, day_number
from portal.criteria.spans import LAST
from programs.facts.counters import AGED_IN
from programs.facts.crossings import Known
from programs.profiles.columns import LARGEST, row_of
from programs.profiles.models import Profile
from tests.programs.reference_rules import kinds

TODAY = dt.date(2026, 11, 15)
TYPES = {code: kind.type for code, kind in kinds().items() if not kind.is_derived}


def held(code: str, value, known_on: dt.date = TODAY):
    return row_of({code: Known(value, known_on)}, TYPES)[code]


def test_what_was_not_said_is_null_for_every_fact():
    days = {code + LAST for code, kind in TYPES.items() if kind == "date"}
    assert set(row_of({}, TYPES)) == set(TYPES) | days and set(row_of({}, TYPES).values()) == {None}


def test_what_is_computed_is_never_held():
    """An age would grow old in its column."""
    assert not {code for code, kind in kinds().items() if kind.is_derived} & set(row_of({}, TYPES))
    assert "age" not in {field.name for field in Profile._meta.fields}


@pytest.mark.parametrize(
    ("code", "value", "column"),
    [
        ("resident_quebec", False, False),
        ("family_net_income", 0, 0),
        ("family_net_income", 24000.5, 24000.5),
        ("insurable_hours", 10**12, LARGEST),
        ("crime_date", None, NEVER),
        ("birth_date", dt.date(2024, 2, 29), day_number(dt.date(2024, 2, 29))),
        ("home_project", (), []),
        ("children", (), []),
        ("months_social_solidarity", 12, 12),
    ],
)
def test_each_answer_in_its_column(code, value, column):
    assert held(code, value) == column


@pytest.mark.parametrize("code", [code for code, kind in TYPES.items() if kind == "bool"])
def test_no_is_not_the_same_as_not_said(code):
    assert held(code, False) is False and held(code, True) is True


@given(st.lists(st.dates(dt.date(1990, 1, 1), TODAY), max_size=12))
def test_children_are_in_order_and_without_anything_but_their_birth(born):
    listed = tuple({"birth_date": day, "given_name": "Léa", "born_in_quebec": True} for day in born)
    assert held("children", listed) == sorted(day_number(day) for day in born)


@given(code=st.sampled_from(sorted(AGED_IN)), value=st.integers(0, 80), later=st.integers(0, 3000))
def test_a_counter_is_the_same_whichever_day_it_was_read(code, value, later):
    """Said today, or said aged later on: the profile does not change, and so is not looked at again for nothing."""
    after = TODAY + dt.timedelta(days=later)
    aged = value + AGED_IN[code](TODAY, after)
    now, then = held(code, value), held(code, aged, after)
    assert 0 <= then - now < 372 and AGED_IN[code](TODAY, after) >= 0


@pytest.mark.parametrize("code", sorted(AGED_IN))
def test_a_counter_beyond_a_life_stays_in_its_column(code):
    assert -(2**31) <= held(code, 10**30) <= 2**31 - 1


@given(st.sampled_from(sorted(TYPES)))
def test_every_column_of_a_profile_is_of_one_fact(code):
    assert code in {field.name for field in Profile._meta.fields}
