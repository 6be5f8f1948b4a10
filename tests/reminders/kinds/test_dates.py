"""Dates that rules give, pure: never past, exact, and one after the other."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.kinds.dates import add_months, after_event, comes_back, event_of, following, next_due
from reminders.kinds.reference import read

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
BIRTHS = st.dates(dt.date(1920, 1, 1), dt.date(2040, 12, 31))
CALENDARS = st.sampled_from(
    [
        "calendar:04-30",
        "calendar:01-15,06-18",
        "calendar:03-15,06-15,09-15,12-15",
        "calendar:02-29",
        "calendar:month_end",
    ]
)
RECURRING = st.one_of(CALENDARS, st.just("birth_date"))


@given(RECURRING, DAYS, BIRTHS)
def test_the_next_date_is_never_past_and_never_a_year_away(basis, today, born):
    due_on = next_due(basis, today, born)
    assert today <= due_on <= today + dt.timedelta(days=366)


@given(DAYS, BIRTHS)
def test_a_birthday_is_exact(today, born):
    due_on = next_due("birth_date", today, born)
    assert due_on.month == born.month
    assert due_on.day == born.day or (born.month, born.day, due_on.day) == (2, 29, 28)


@given(RECURRING, DAYS, BIRTHS)
def test_the_following_date_comes_after_and_none_is_skipped(basis, today, born):
    due_on = next_due(basis, today, born)
    after = following(basis, due_on, today, born)
    assert after > due_on
    assert next_due(basis, due_on + dt.timedelta(days=1), born) == after


@given(CALENDARS, DAYS, st.integers(0, 900))
def test_a_sweep_that_was_long_down_opens_no_past_date(basis, today, down):
    late = today + dt.timedelta(days=down)
    assert following(basis, next_due(basis, today, None), late, None) >= late


@pytest.mark.parametrize("moved", [-20, 20])
def test_a_moved_date_does_not_make_the_same_year_come_twice(moved):
    born, due_on = dt.date(1992, 6, 2), dt.date(2027, 6, 2) + dt.timedelta(days=moved)
    assert following("birth_date", due_on, dt.date(2027, 1, 1), born) == dt.date(2028, 6, 2)


def test_without_a_birth_date_the_day_that_was_given_comes_back():
    assert following("birth_date", dt.date(2028, 2, 29), dt.date(2028, 3, 1), None) == dt.date(2029, 2, 28)


def test_ages_then_every_two_years():
    basis, born = "birth_date:75,80+2", dt.date(1950, 5, 1)
    seen, day = [], dt.date(2024, 1, 1)
    for _ in range(4):
        day = next_due(basis, day, born)
        seen.append(day.year - born.year)
        day += dt.timedelta(days=1)
    assert seen == [75, 80, 82, 84]
    assert following(basis, dt.date(2030, 5, 1), dt.date(2030, 5, 2), born) == dt.date(2032, 5, 1)
    assert next_due("birth_date:65", dt.date(2026, 1, 1), dt.date(1950, 1, 1)) is None


def test_deposits_of_the_month_end_fall_on_a_working_day():
    assert next_due("calendar:month_end", dt.date(2027, 1, 5), None) == dt.date(2027, 1, 29)  # the 31st is a Sunday
    assert next_due("calendar:month_end", dt.date(2027, 1, 30), None) == dt.date(2027, 2, 26)


@pytest.mark.parametrize(
    ("basis", "happened_on", "expected"),
    [
        ("event:move+30d", dt.date(2027, 1, 31), dt.date(2027, 3, 2)),
        ("event:notice+1m", dt.date(2027, 1, 31), dt.date(2027, 2, 28)),
        ("event:injury+6m", dt.date(2027, 8, 31), dt.date(2028, 2, 29)),
        ("event:lease_end-3m", dt.date(2027, 6, 30), dt.date(2027, 3, 30)),
        ("event:accident+3y", dt.date(2024, 2, 29), dt.date(2027, 2, 28)),
        ("event:death", dt.date(2027, 1, 31), dt.date(2027, 1, 31)),
    ],
)
def test_a_delay_runs_from_its_event(basis, happened_on, expected):
    assert after_event(basis, happened_on) == expected


def test_only_an_event_has_a_delay():
    assert event_of("calendar:04-30") == ""
    with pytest.raises(ValueError, match="calendar"):
        after_event("calendar:04-30", dt.date(2027, 1, 1))


@given(DAYS, st.integers(-48, 48))
def test_months_keep_their_day_or_the_last_one(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or moved.day < day.day and (moved + dt.timedelta(days=1)).day == 1


def test_every_basis_of_the_data_is_known():
    """A basis is computed, asked through its event, or asked with words of its own."""
    asked = {"date_on_document", "date_on_notice", "appointment", "invitation", "election", "surname_month"}
    asked |= {"calendar:quarterly", "calendar:school_window", "birth_date:65"}
    _, records = read()
    for record in records:
        basis = record.columns["basis"]
        assert comes_back(basis) or event_of(basis) or basis in asked, record.code
