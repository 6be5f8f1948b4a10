"""Limits in the shared cache: windows that end, counts that are exact, and nothing forgotten under a flood."""

import uuid

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from portal.foundation.rates import is_within
from portal.people.forms import take_once
from tests.together import at_once

pytestmark = pytest.mark.django_db
MONDAY = "2027-03-01T15:00:00+00:00"


@pytest.fixture
def key() -> str:
    return str(uuid.uuid4())


def test_the_last_one_allowed_is_and_the_next_is_not(key):
    with time_machine.travel(MONDAY, tick=False):
        assert [is_within(key, most=3, seconds=60) for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.parametrize(("seconds", "pause"), [(60, 61), (3600, 240), (86_400, 299)])
def test_who_asks_steadily_and_seldom_is_never_refused(key, seconds, pause):
    """As «Retry-After» tells them to: a count that each question prolongs would refuse them for ever."""
    most = seconds // pause + 1
    with time_machine.travel(MONDAY, tick=False) as traveller:
        for _ in range(3 * most if most < 50 else most + 40):
            assert is_within(key, most=most, seconds=seconds)
            traveller.shift(pause)


def test_a_refused_question_does_not_prolong_the_refusal(key):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        for _ in range(10):
            is_within(key, most=1, seconds=60)
            traveller.shift(5)
        traveller.shift(11)
        assert is_within(key, most=1, seconds=60)


def test_silence_within_a_window_forgives_nothing(key):
    """Sixty, six minutes of rest, sixty more: that was an hour's limit six hundred times over."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        assert is_within(key, most=1, seconds=3600)
        traveller.shift(360)
        assert not is_within(key, most=1, seconds=3600)


def test_one_limit_is_not_anothers(key):
    assert is_within(key, most=1, seconds=60) and is_within(f"{key}x", most=1, seconds=60)


def test_twenty_at_once_are_twenty(key):
    results = at_once(lambda: is_within(key, most=4, seconds=86_400), 10)
    assert sorted(results) == [False] * 6 + [True] * 4


def test_a_flood_does_not_make_a_used_code_good_again(key):
    """Django's own limit is 300 rows; beyond, it threw away the first third by name, codes already used included."""
    assert take_once(key, "123456")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_cache (cache_key, value, expires)"
            " SELECT 'zz-flood-' || n, '', now() + interval '1 hour' FROM generate_series(1, 5000) n"
        )
    for number in range(10):
        cache.set(f"zz-{number}", 1, 60)
    assert not take_once(key, "123456")
