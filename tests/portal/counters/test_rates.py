"""Limits: windows that end, counts that are exact, whatever the kind of counter."""

import uuid
from functools import partial

import pytest
import time_machine

from portal.counters import rates
from portal.counters.stores import CounterKind
from tests.together import at_once

pytestmark = pytest.mark.django_db
MONDAY = "2027-03-01T15:00:00+00:00"


@pytest.fixture
def key() -> str:
    return str(uuid.uuid4())


@pytest.fixture(params=list(CounterKind), autouse=True)
def kind(request) -> CounterKind:
    return request.param


@pytest.fixture
def is_within(kind):
    return partial(rates.is_within, kind=kind)


def test_the_last_one_allowed_is_and_the_next_is_not(is_within, key):
    with time_machine.travel(MONDAY, tick=False):
        assert [is_within(key, most=3, seconds=60) for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.parametrize(("seconds", "pause"), [(60, 61), (3600, 240), (86_400, 299)])
def test_who_asks_steadily_and_seldom_is_never_refused(is_within, key, seconds, pause):
    """As «Retry-After» tells them to: a count that each question prolongs would refuse them for ever."""
    most = seconds // pause + 1
    with time_machine.travel(MONDAY, tick=False) as traveller:
        for _ in range(3 * most if most < 50 else most + 40):
            assert is_within(key, most=most, seconds=seconds)
            traveller.shift(pause)


def test_a_refused_question_does_not_prolong_the_refusal(is_within, key):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        for _ in range(10):
            is_within(key, most=1, seconds=60)
            traveller.shift(5)
        traveller.shift(11)
        assert is_within(key, most=1, seconds=60)


def test_silence_within_a_window_forgives_nothing(is_within, key):
    """Sixty, six minutes of rest, sixty more: that was an hour's limit six hundred times over."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        assert is_within(key, most=1, seconds=3600)
        traveller.shift(360)
        assert not is_within(key, most=1, seconds=3600)


def test_one_limit_is_not_anothers(is_within, key):
    assert is_within(key, most=1, seconds=60) and is_within(f"{key}x", most=1, seconds=60)


def test_twenty_at_once_are_twenty(is_within, key):
    results = at_once(lambda: is_within(key, most=4, seconds=86_400), 10)
    assert sorted(results) == [False] * 6 + [True] * 4


def test_the_count_can_be_read(is_within, kind, key):
    for _ in range(3):
        is_within(key, most=2, seconds=60)
    assert rates.count_of(key, seconds=60, kind=kind) == 3 and rates.count_of(key, seconds=61, kind=kind) == 0


def test_a_count_of_a_clock_that_went_ahead_does_not_last(is_within, key):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        traveller.shift(6 * 3600)
        assert is_within(key, most=1, seconds=60)
        traveller.shift(-6 * 3600)
        assert is_within(key, most=1, seconds=60) and not is_within(key, most=1, seconds=60)


def test_a_machine_a_second_late_counts_in_the_same_window(is_within, key):
    """Around the end of a window, two machines do not begin it again and again."""
    with time_machine.travel("2027-03-01T15:01:00.500+00:00", tick=False) as traveller:
        assert is_within(key, most=2, seconds=60)
        traveller.shift(-1)
        assert is_within(key, most=2, seconds=60)
        traveller.shift(1)
        assert not is_within(key, most=2, seconds=60)
