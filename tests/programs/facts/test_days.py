"""The calendar of day numbers: its order is that of the days, and its divisions are full months and years."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.days import EARLIEST, MONTH, NEVER, YEAR, date_of, day_number
from portal.criteria.vocabulary import UnfitValue, read_value
from programs.facts.counters import AGED_IN, aged
from programs.facts.crossings import Known, crossings, since, thresholds
from programs.facts.derivations import full_months, full_years
from tests.programs.reference_rules import kinds

days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2200, 12, 31))


@given(one=days, other=days)
def test_numbers_are_ordered_as_days_are(one, other):
    assert (one < other) == (day_number(one) < day_number(other))


@given(days)
def test_a_day_comes_back_from_its_number(day):
    assert date_of(day_number(day)) == day


@given(start=days, on=days)
def test_full_months_and_years_are_divisions(start, on):
    elapsed = day_number(on) - day_number(start)
    assert (elapsed // MONTH, elapsed // YEAR) == (full_months(start, on), full_years(start, on))


@given(st.integers(day_number(dt.date(1900, 1, 1)), day_number(dt.date(2200, 12, 1))))
def test_a_number_that_is_no_day_is_the_next_one(number):
    """February 30 is March 1: never a day sooner than the number says, never more than three days later."""
    found = date_of(number)
    assert 0 <= day_number(found) - number <= 3
    if day_number(found) != number:
        assert found.day == 1


@pytest.mark.parametrize("day", [dt.date(2024, 12, 31), dt.date(2023, 2, 28), dt.date(9999, 11, 30)])
def test_the_end_of_a_month_leads_to_the_next(day):
    after = date_of(day_number(day) + 1)
    assert after > day and (after - day).days <= 1


def test_what_did_not_happen_is_before_all_that_did():
    assert NEVER < EARLIEST < day_number(dt.date.min)


@given(fact=st.sampled_from(sorted(AGED_IN)), value=st.integers(0, 60), known_on=days, later=st.integers(0, 4000))
def test_a_counter_counts_from_where_since_says(fact, value, known_on, later):
    """Both ways of ageing a counter agree: what pages show, and what the profile of the scan holds."""
    on = known_on + dt.timedelta(days=later)
    unit = MONTH if AGED_IN[fact] is full_months else YEAR
    start = since(fact, Known(value, known_on))
    assert (day_number(on) - start) // unit == aged(fact, value, known_on, on)


@given(born=st.dates(dt.date(1930, 1, 1), dt.date(2010, 12, 31)), age=st.integers(16, 80))
def test_the_crossing_of_an_age_is_the_birthday_and_no_other_day(born, age):
    turns = thresholds([("age", [age])])
    found = crossings(turns, {"birth_date": Known(born, born)}, dt.date(1940, 1, 1), dt.date(2150, 1, 1))
    (first, *_rest) = [day for day in found if full_years(born, day) >= age]
    assert full_years(born, first) == age and full_years(born, first - dt.timedelta(days=1)) == age - 1


def test_a_day_already_crossed_is_not_found_again():
    turns, facts = thresholds([("age", [65])]), {"birth_date": Known(dt.date(1961, 6, 3), dt.date(2026, 1, 1))}
    birthday = dt.date(2026, 6, 3)
    assert crossings(turns, facts, birthday - dt.timedelta(days=1), birthday) == [birthday]
    assert birthday not in crossings(turns, facts, birthday, dt.date(2100, 1, 1))


def test_a_child_without_a_date_crosses_nothing():
    turns = thresholds([("children_under_18", [1]), ("age", [65])])
    assert crossings(turns, {}, dt.date(2026, 1, 1), dt.date(2050, 1, 1)) == []


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        # As YAML gives it: a day with an hour would never compare with a day.
        ("birth_date", dt.datetime(1990, 4, 2, 10)),
        ("birth_date", 19900402),
        ("insurable_hours", 10**400),
        ("family_net_income", float("inf")),
        ("children", "abc"),
        ("children", [{"birth_date": None}]),
        ("children", 3),
        ("home_project", 3),
        ("resident_quebec", 1),
        ("immigration_status", ["citizen"]),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_value_of_another_type_is_refused_in_words(fact, value):
    with pytest.raises(UnfitValue, match=fact):
        read_value(kinds()[fact], value)
