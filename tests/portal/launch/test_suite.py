"""Which arguments mean the whole suite, and that no test is in two groups or in none."""

import datetime as dt
import io
import subprocess
import sys

import pytest

from portal.launch import days, suite
from portal.launch.places import ROOT


@pytest.mark.parametrize("arguments", [[], ["-q"], ["-q", "--tb=short"], ["--durations=10"]])
def test_the_whole_suite(arguments: list[str]) -> None:
    assert suite.is_whole(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["tests/portal"], ["tests/test_access.py::test_x"], ["-k", "email"], ["-m", "browser"], ["-q", "-x"], ["--help"]],
)
def test_a_choice_of_tests(arguments: list[str]) -> None:
    assert not suite.is_whole(arguments)


def test_every_group_is_there() -> None:
    assert all(place.exists() for place in suite.places())


def test_each_test_file_is_in_one_group() -> None:
    commands = [suite._places(group) for group in suite.GROUPS]
    for path in ROOT.glob("tests/**/test_*.py"):
        parents = {str(one.relative_to(ROOT)) for one in (path, *path.parents) if one.is_relative_to(ROOT)}
        left_out = {f"--ignore={one}" for one in parents}
        assert sum(bool(parents & set(given)) and not left_out & set(given) for given in commands) == 1, path


def test_no_day_draws_the_two_longest_groups() -> None:
    drawn = [{group for _day, group in days.shared(dt.date(2027, 1, day), suite.DAILY)} for day in range(1, 31)]
    assert {"reminders", "portal"} not in drawn and {name for pair in drawn for name in pair} == set(suite.DAILY)


@pytest.mark.parametrize(
    ("ending", "may_be_empty", "code"),
    [("os.kill(os.getpid(), 9)", False, 1), ("sys.exit(5)", False, 5), ("sys.exit(5)", True, 0), ("0", False, 0)],
)
def test_what_a_group_counts_for(ending: str, may_be_empty: bool, code: int) -> None:
    """Ended by a signal, it failed; without any test marked `long`, it did not."""
    process = subprocess.Popen([sys.executable, "-c", f"import os, sys; {ending}"])
    process.wait()
    work = suite.Work("one", "rest", may_be_empty=may_be_empty)
    assert suite._end(suite._Running(work, process, io.BytesIO(), 0.0)) == code


def test_the_walks_run_beside_as_many_groups_as_there_are_cores(monkeypatch) -> None:
    monkeypatch.setattr(suite.os, "cpu_count", lambda: 2)
    works = [suite.Work(name, name) for name in suite.GROUPS]
    running: list[suite._Running] = []
    while suite._has_room(running):
        running.append(suite._Running(works[len(running)], None, io.BytesIO(), 0.0))
    assert [one.work.name for one in running] == list(suite.GROUPS)[:3] and running[0].work.group == "browser"


def test_what_the_long_suite_runs_is_there() -> None:
    commands = [suite._command(work, ["-q"]) for work in suite.long_work()]
    assert all((ROOT / one).exists() for command in commands for one in command[1:] if one.startswith("tests/"))
    benches = next(command for command in commands if "-s" in command)
    assert [one for one in benches if "bench_pages" in one] and benches[-2:] == ["-s", "-q"]
    assert any(command[1:3] == ["-m", "tests.faults"] for command in commands)


def test_the_walks_are_not_measured(monkeypatch) -> None:
    """They drive other processes, and a tracer would only slow them down."""
    monkeypatch.setenv("COVERAGE_FILE", "coverage")
    commands = {name: suite._command(suite.Work(name, name), []) for name in suite.GROUPS}
    assert {name for name, command in commands.items() if "coverage" in command} == set(suite.GROUPS) - {"browser"}
