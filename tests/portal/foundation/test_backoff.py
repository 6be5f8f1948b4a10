"""How long the next try of a message or of a call waits."""

import datetime as dt

import pytest

from portal.foundation.backoff import GIVE_UP_AFTER, next_try

SINCE = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("attempt", "chance", "seconds"),
    [(1, 0, 24), (1, 1, 36), (2, 0.5, 60), (3, 0.5, 120), (9, 0.5, 3600), (99, 0.5, 3600)],
)
def test_waits_double_with_jitter_up_to_an_hour(attempt, chance, seconds):
    then = next_try(attempt=attempt, since=SINCE, at=SINCE, chance=chance)
    assert then - SINCE == dt.timedelta(seconds=seconds)


def test_what_the_provider_asks_is_a_floor():
    then = next_try(attempt=1, since=SINCE, at=SINCE, chance=0, retry_after=dt.timedelta(hours=2))
    assert then - SINCE == dt.timedelta(hours=2)


def test_after_three_days_we_give_up():
    assert next_try(attempt=80, since=SINCE, at=SINCE + GIVE_UP_AFTER, chance=0) is None
