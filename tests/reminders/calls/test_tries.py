"""The pure rules: when a telephone may ring, when to try again."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reminders.calls.tries import MOST_TRIES, may_call, next_try

TORONTO, HALIFAX, BLANC_SABLON = "America/Toronto", "America/Halifax", "America/Blanc-Sablon"
HOLIDAY = dt.date(2027, 7, 1)  # a Thursday


def at(day: str, hour: str, zone: str = TORONTO) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("day", "hour", "may"),
    [
        ("2027-03-02", "08:59", False),
        ("2027-03-02", "09:00", True),
        ("2027-03-02", "19:59", True),
        ("2027-03-02", "20:00", False),
        ("2027-03-06", "09:30", False),  # Saturday
        ("2027-03-06", "10:00", True),
        ("2027-03-06", "18:00", False),
        ("2027-07-01", "09:30", False),  # holiday
        ("2027-07-01", "17:59", True),
    ],
)
@pytest.mark.parametrize("zone", [TORONTO, HALIFAX, BLANC_SABLON])
def test_hours_are_those_of_the_person(day, hour, may, zone):
    assert may_call(at(day, hour, zone), zone, {HOLIDAY}) is may


@pytest.mark.parametrize(
    ("tries", "day", "hour", "then"),
    [
        (1, "2027-03-02", "10:00", "2027-03-02 13:00"),  # the same afternoon
        (1, "2027-03-02", "11:30", "2027-03-02 17:00"),  # two hours at least
        (1, "2027-03-02", "18:00", "2027-03-03 09:00"),  # nothing left today
        (2, "2027-03-02", "13:10", "2027-03-03 17:00"),  # another part of the day
        (3, "2027-03-03", "17:10", "2027-03-04 09:00"),
        (2, "2027-03-05", "10:00", "2027-03-06 13:00"),  # Saturday's parts
        (1, "2027-07-01", "10:30", "2027-07-01 13:00"),
        (2, "2027-06-30", "17:30", "2027-07-01 10:00"),  # a holiday begins at ten
    ],
)
def test_the_next_try_is_at_another_moment(tries, day, hour, then):
    result = next_try(tries=tries, at=at(day, hour), zone=TORONTO, holidays={HOLIDAY})
    assert result.astimezone(ZoneInfo(TORONTO)).strftime("%Y-%m-%d %H:%M") == then


def test_four_tries_are_enough():
    assert next_try(tries=MOST_TRIES, at=at("2027-03-02", "10:00"), zone=TORONTO) is None


@given(
    some.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2030, 1, 1)),
    some.sampled_from([TORONTO, HALIFAX, BLANC_SABLON, "Pacific/Auckland", "UTC"]),
    some.integers(1, MOST_TRIES - 1),
)
def test_a_next_try_is_later_soon_and_at_an_hour_when_one_may_ring(naive, zone, tries):
    last = naive.replace(tzinfo=dt.UTC)
    then = next_try(tries=tries, at=last, zone=zone)
    assert last < then <= last + dt.timedelta(days=2, hours=2)
    assert may_call(then, zone)
