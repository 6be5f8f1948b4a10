"""The pure rules of time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.reminders.ladder import (
    Facts,
    LadderStep,
    Rung,
    instant,
    ladder,
    sms_hours,
    to_plan,
    when_sms_may_ring,
)

TORONTO = "America/Toronto"
ZONES = [TORONTO, "America/Halifax", "America/Blanc-Sablon", "America/Vancouver", "Europe/Paris"]
OPENED = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
days = st.dates(dt.date(2025, 1, 1), dt.date(2036, 12, 31))
hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))
offsets = st.lists(st.integers(-365, 365), min_size=1, max_size=8, unique=True)


@st.composite
def any_facts(draw) -> Facts:
    return Facts(
        due_on=draw(days),
        zone=draw(st.sampled_from(ZONES)),
        opened_at=OPENED,
        due_time=draw(st.none() | hours),
        send_at=draw(hours),
    )


def dated(days_from_date: list[int]) -> list[LadderStep]:
    return [LadderStep(offset_days=offset) for offset in days_from_date]


def facts(due_on: dt.date = dt.date(2026, 12, 2), zone: str = TORONTO, **others: object) -> Facts:
    return Facts(due_on=due_on, zone=zone, **{"opened_at": OPENED, **others})


def instants(rungs: list[Rung], zone: str = TORONTO) -> list[str]:
    return [f"{rung.due_at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for rung in rungs]


def test_the_licence_ladder_in_toronto():
    rungs = ladder(facts(), dated([-30, -7, -1, 1, 7]))
    assert instants(rungs) == ["11-02 09:00", "11-25 09:00", "12-01 09:00", "12-03 09:00", "12-09 09:00"]


@given(any_facts(), offsets)
def test_each_step_comes_at_its_hour_on_its_day_whatever_the_clocks_do(mine, steps):
    for rung in ladder(mine, dated(steps)):
        day = mine.due_on + dt.timedelta(days=rung.step.offset_days)
        assert rung.due_at == instant(day, mine.send_at, mine.zone)
        assert rung.due_at.astimezone(ZoneInfo(mine.zone)).date() == day


@given(any_facts(), offsets)
def test_at_any_instant_one_step_at_most_is_due_and_useful(mine, steps):
    rungs = ladder(mine, dated(steps))
    assert all(rung.due_at < rung.useful_until for rung in rungs)
    assert all(one.useful_until <= two.due_at for one, two in zip(rungs, rungs[1:], strict=False))


@given(any_facts(), offsets)
def test_what_announces_a_date_is_useless_once_it_is_over(mine, steps):
    assert all(rung.useful_until <= mine.over_at for rung in ladder(mine, dated(steps)) if rung.step.offset_days <= 0)


@given(any_facts(), offsets, st.integers(-400, 400))
def test_put_off_is_silent_until_then_and_one_leaves_at_that_instant(mine, steps, days_later):
    later = mine.over_at + dt.timedelta(days=days_later, minutes=1)
    rungs = ladder(Facts(**{**vars(mine), "later_at": later}), dated(steps))
    assert all(rung.due_at >= later for rung in rungs)
    assert [rung.due_at for rung in rungs if rung.step is None] in ([later], [])
    unchanged = [rung for rung in ladder(mine, dated(steps)) if rung.due_at >= later]
    assert [rung for rung in rungs if rung.step] == unchanged


def test_on_the_day_of_an_appointment_the_step_is_for_before_its_hour():
    steps = dated([-1, 0, 1])
    assert instants(ladder(facts(due_time=dt.time(8)), steps)) == ["12-01 09:00", "12-03 09:00"]
    morning = ladder(facts(due_time=dt.time(14)), steps)[1]
    assert morning.useful_until == instant(dt.date(2026, 12, 2), dt.time(14), TORONTO)


def test_put_off_past_the_date_stays_useful_until_the_next_step_or_thirty_days():
    later = instant(dt.date(2026, 12, 5), dt.time(18), TORONTO)
    put_off = facts(later_at=later)
    assert instants(ladder(put_off, dated([-1, 1, 7]))) == ["12-05 18:00", "12-09 09:00"]
    assert ladder(put_off, dated([-1, 1]))[0].useful_until == later + dt.timedelta(days=30)


@pytest.mark.parametrize("silent", [{"is_paused": True}, {"is_published": False}])
def test_a_pause_or_a_retired_kind_silences_everything(silent):
    steps = [*dated([-1]), LadderStep(moment="opened")]
    assert ladder(facts(**silent), steps) == []


def test_a_retired_step_is_no_more():
    assert ladder(facts(), [LadderStep(-1, is_retired=True)]) == []


def test_each_moment_has_its_own_state():
    steps = [LadderStep(moment=moment) for moment in ("opened", "done", "missed")]
    at = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
    assert [rung.step.moment for rung in ladder(facts(opened_at=at), steps)] == ["opened"]
    for state in ("done", "missed"):
        (rung,) = ladder(facts(state=state, closed_at=at), steps)
        assert (rung.step.moment, rung.due_at) == (state, at)
    assert ladder(facts(state="cancelled", closed_at=at), steps) == []


def test_a_confirmation_is_of_no_use_once_the_date_is_over():
    at = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    (rung,) = ladder(facts(opened_at=at), [LadderStep(moment="opened")])
    assert rung.useful_until == facts().over_at
    assert ladder(facts(opened_at=at + dt.timedelta(days=9)), [LadderStep(moment="opened")]) == []


def test_a_moment_is_planned_by_what_follows_it_and_not_by_a_new_version():
    steps, at = [LadderStep(moment="opened")], dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
    assert to_plan(facts(opened_at=at), steps, at + dt.timedelta(minutes=5))
    assert not to_plan(facts(opened_at=at), steps, at + dt.timedelta(hours=2))


def test_an_hour_skipped_or_repeated_is_read_as_the_database_does():
    assert instant(dt.date(2026, 3, 8), dt.time(2, 30), TORONTO) == dt.datetime(2026, 3, 8, 7, 30, tzinfo=dt.UTC)
    assert instant(dt.date(2026, 11, 1), dt.time(1, 30), TORONTO) == dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)


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
