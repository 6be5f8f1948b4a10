"""Halving down to those for whom it fails."""

import pytest
from django.db import DataError, OperationalError, ProgrammingError

from portal.isolation import halves

pytestmark = pytest.mark.django_db


def refusing(*bad: int, error: type[Exception] = DataError, asked: list | None = None):
    def run(keys):
        if asked is not None:
            asked.append(list(keys))
        if set(keys) & set(bad):
            raise error("refused")
        return len(keys)

    return run


def run_by_halves(keys, run, **options):
    failed: list = []
    counts = halves.run_by_halves(keys, run, fail=lambda key, error: failed.append((key, error)), **options)
    return counts, failed


def test_all_at_once_when_nothing_refuses():
    asked: list = []
    assert run_by_halves(range(100), refusing(asked=asked)) == ([100], []) and len(asked) == 1
    assert run_by_halves([], refusing()) == ([], [])


def test_only_those_that_fail_are_left_out():
    asked: list = []
    counts, failed = run_by_halves(range(100), refusing(7, 62, asked=asked))
    assert sum(counts) == 98 and sorted(key for key, _ in failed) == [7, 62]
    assert len(asked) < 30, "each failure costs a few halves, not a walk"


@pytest.mark.parametrize("error", [OperationalError, ProgrammingError, ConnectionError, RuntimeError])
def test_what_would_fail_for_everybody_is_not_halved(error):
    asked: list = []
    with pytest.raises(error):
        run_by_halves(range(100), refusing(7, error=error, asked=asked))
    assert len(asked) == 1


@pytest.mark.parametrize("error", [ValueError, AttributeError, AssertionError])
def test_an_error_of_our_own_code_on_one_row_is_of_that_row(error):
    counts, failed = run_by_halves(range(10), refusing(3, error=error))
    assert sum(counts) == 9 and [key for key, _ in failed] == [3]


def test_a_run_ends():
    """When everything fails it is no matter of rows: the next run goes on."""
    counts, failed = run_by_halves(range(1000), refusing(*range(1000)), most=5)
    assert counts == [] and len(failed) == 5
