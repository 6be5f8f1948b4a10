"""The pure rules of time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.reminders.ladder import instant, ladder, sms_hours, when_sms_may_ring

ZONES = ["America/Toronto", "America/Halifax", "America/Blanc-Sablon", "America/Vancouver", "Europe/Paris"]
days = st.dates(dt.date(2025, 1, 1), dt.date(2036, 12, 31))
offsets = st.lists(st.integers(-365, 365), min_size=1, max_size=8, unique=True)


def test_the_licence_ladder_in_toronto():
    rungs = ladder(dt.date(2026, 12, 2), [-30, -7, -1, 1, 7], "America/Toronto")
    local = [rung.due_at.astimezone(ZoneInfo("America/Toronto")) for rung in rungs]
    assert [f"{at:%m-%d %H:%M}" for at in local] == [
        "11-02 09:00",
        "11-25 09:00",
        "12-01 09:00",
        "12-03 09:00",
        "12-09 09:00",
    ]


@given(days, offsets, st.sampled_from(ZONES))
def test_each_step_comes_at_nine_on_its_day_whatever_the_clocks_do(due_on, steps, zone):
    for rung in ladder(due_on, steps, zone):
        local = rung.due_at.astimezone(ZoneInfo(zone))
        assert (local.date(), local.time()) == (due_on + dt.timedelta(days=rung.offset_days), dt.time(9))


@given(days, offsets, st.sampled_from(ZONES))
def test_at_any_instant_one_step_at_most_is_due_and_useful(due_on, steps, zone):
    rungs = ladder(due_on, steps, zone)
    assert all(rung.due_at < rung.useful_until for rung in rungs)
    assert all(one.useful_until <= two.due_at for one, two in zip(rungs, rungs[1:], strict=False))


@given(days, offsets, st.sampled_from(ZONES))
def test_what_announces_a_date_is_useless_once_it_is_over(due_on, steps, zone):
    over = instant(due_on + dt.timedelta(days=1), dt.time(0), zone)
    assert all(rung.useful_until <= over for rung in ladder(due_on, steps, zone) if rung.offset_days <= 0)


def test_an_hour_skipped_or_repeated_is_read_as_the_database_does():
    toronto = "America/Toronto"
    assert instant(dt.date(2026, 3, 8), dt.time(2, 30), toronto) == dt.datetime(2026, 3, 8, 7, 30, tzinfo=dt.UTC)
    assert instant(dt.date(2026, 11, 1), dt.time(1, 30), toronto) == dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(dt.date(2026, 11, 23), (9, 20)), (dt.date(2026, 11, 22), (10, 18)), (dt.date(2026, 12, 25), (10, 18))],
)
def test_sms_rings_at_decent_hours(day, expected):
    opens, closes = sms_hours(day, holidays={dt.date(2026, 12, 25)})
    assert (opens.hour, closes.hour) == expected


@given(st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2036, 1, 1)), st.sampled_from(ZONES))
def test_an_sms_waits_for_the_opening_and_never_goes_back(moment, zone):
    at = moment.replace(tzinfo=dt.UTC)
    then = when_sms_may_ring(at, zone)
    local = then.astimezone(ZoneInfo(zone))
    opens, closes = sms_hours(local.date())
    assert at <= then < at + dt.timedelta(days=1) and opens <= local.time() < closes
