"""The day that `manage.py test --on` names, and the days that the long suite draws."""

import datetime as dt

import pytest

from portal.launch import days, suite
from portal.launch.sentences import Trouble
from tests import days as clocks


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


def test_two_days_are_drawn_the_same_all_day_and_all_of_them_in_time():
    day = dt.date(2026, 11, 28)
    assert days.drawn(day) == days.drawn(day) and len(set(days.drawn(day))) == 2
    until_new_year = [days.drawn(day - dt.timedelta(days=number)) for number in range(90)]
    assert {one for two in until_new_year for one in two} == set(days.difficult(day))


def test_difficult_days_are_always_to_come():
    assert days.difficult(dt.date(2026, 11, 28)) == [
        *("2027-01-01", "2027-01-30", "2027-01-31", "2027-02-28", "2027-06-24", "2027-12-28", "2027-12-31T23:59"),
        *("2027-03-14T02:30", "2027-11-07T02:30", "2028-02-29", "2029-09-17"),
    ]
    for year in range(2026, 2060):
        last = dt.date(year, 12, 31)
        assert all(days.instant(given).date() > last for given in days.difficult(last))


def _long_work(monkeypatch, day: dt.date) -> set[tuple[str, str]]:
    monkeypatch.setattr(suite.days, "today", lambda: day)
    work = list(suite.long_work())
    assert work[0].may_be_empty and work[0].arguments == ("--long",)
    assert len({one.name for one in work}) == len(work)
    return {(one.group, one.environment[days.VARIABLE]) for one in work[1:]}


def test_the_long_suite_runs_half_of_the_groups_at_each_day_drawn(capsys, monkeypatch):
    groups, day = set(suite.GROUPS) - {"browser"}, dt.date(2026, 11, 28)
    work = _long_work(monkeypatch, day)
    said = capsys.readouterr().out
    assert all(one in said for one in days.drawn(day))
    assert {at for _, at in work} == {days.instant(one).isoformat() for one in days.drawn(day)}
    assert {group for group, _ in work} == groups and len(work) == len(groups)
    both = [_long_work(monkeypatch, day - dt.timedelta(days=number)) for number in range(300)]
    wanted = {(group, days.instant(one).isoformat()) for group in groups for one in days.difficult(day)}
    assert set().union(*both) >= wanted  # in time, every group at every day


def test_here_it_is_the_day_asked():
    """Proves the move itself under `--on`, and so in the long suite."""
    at = dt.datetime.fromisoformat(clocks.ON) if clocks.ON else dt.datetime.fromtimestamp(clocks.real_time(), dt.UTC)
    assert dt.timedelta(seconds=-1) < dt.datetime.now(dt.UTC) - at < dt.timedelta(seconds=30)
    assert bool(clocks.ahead()) == bool(clocks.ON)
