"""The day that `manage.py test --on` names, and the days that the long suite draws."""

import datetime as dt

import pytest

from portal.launch import days, suite
from portal.launch.sentences import Trouble
from tests import days as clocks
from tests.faults.__main__ import SCENARIOS


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2028-02-29", "2028-02-29T12:00:00-05:00"),
        ("2027-06-24T08:15", "2027-06-24T08:15:00-04:00"),
        ("2027-03-14T02:30", "2027-03-14T03:30:00-04:00"),  # does not exist: what clocks show instead
        ("2027-11-07T02:30", "2027-11-07T02:30:00-05:00"),
        ("2027-11-07T01:30-05:00", "2027-11-07T01:30:00-05:00"),  # the second of the two
        ("2027-01-01T00:30Z", "2026-12-31T19:30:00-05:00"),
    ],
)
def test_a_day_or_an_hour_of_quebec(given, meant):
    assert days.instant(given).isoformat() == meant


@pytest.mark.parametrize("given", ["demain", "2027-02-29", "28", "2027-02-28T25:00", "20270228", "2027-W13-3"])
def test_what_is_no_day_is_told(given):
    with pytest.raises(Trouble, match="n’est pas un jour"):
        days.split(["--on", given])


def test_a_missing_day_is_told():
    with pytest.raises(Trouble):
        days.split(["-q", "--on"])


@pytest.mark.parametrize("written", [["--on", "2028-02-29"], ["--on=2028-02-29"]])
def test_the_day_is_taken_out_of_the_arguments(written):
    assert days.split(["-q", *written, "--tb=short"]) == ("2028-02-29T12:00:00-05:00", ["-q", "--tb=short"])
    assert days.split(["-q"]) == ("", ["-q"])


def test_two_days_a_run_the_same_all_day_and_every_group_at_every_day_within_weeks():
    groups, day = suite.DAILY, dt.date(2026, 11, 28)
    assert days.shared(day, groups) == days.shared(day, groups)
    runs = [days.shared(day - dt.timedelta(days=number), groups) for number in range(39)]
    assert all(len({at for at, _ in run}) == 2 for run in runs)
    pairs = {pair for run in runs for pair in run}
    assert pairs == {(at, group) for at in days.difficult(day) for group in groups}


def test_difficult_days_are_always_to_come():
    assert days.difficult(dt.date(2026, 11, 28)) == [
        *("2027-01-01", "2027-01-30", "2027-01-31", "2027-02-28", "2027-06-24", "2027-12-28", "2027-12-31T23:59"),
        *("2027-03-14T02:30", "2027-11-07T02:30", "2028-02-29", "2029-09-17"),
    ]
    for year in range(2026, 2060):
        last = dt.date(year, 12, 31)
        assert all(days.instant(given).date() > last for given in days.difficult(last))


def test_the_long_suite_says_what_was_drawn(capsys, monkeypatch):
    day = dt.date(2026, 11, 28)
    monkeypatch.setattr(suite.days, "today", lambda: day)
    work = list(suite.long_work())
    assert len({one.name for one in work}) == len(work)
    assert all(one.arguments == ("--long",) for one in work[:2]) and work[1].may_be_empty
    result = capsys.readouterr().out
    elsewhen = {(one.environment[days.VARIABLE], one.group) for one in work if one.environment}
    assert elsewhen == {(days.instant(at).isoformat(), group) for at, group in days.shared(day, suite.DAILY)}
    assert all(f"{group} le {at}" in result for at, group in days.shared(day, suite.DAILY))


def test_every_fault_has_its_turn_within_days():
    of_days = [suite._faults(number) for number in range(4)]
    assert {name for names in of_days for name in names} == set(SCENARIOS)


def test_here_it_is_the_day_asked():
    """Proves the move itself under `--on`, and so in the long suite."""
    at = dt.datetime.fromisoformat(clocks.ON) if clocks.ON else dt.datetime.fromtimestamp(clocks.real_time(), dt.UTC)
    assert dt.timedelta(seconds=-1) < dt.datetime.now(dt.UTC) - at < dt.timedelta(seconds=30)
    assert bool(clocks.ahead()) == bool(clocks.ON)
