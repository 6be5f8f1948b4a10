"""What is counted or marked is forgotten at its end and never before; nothing is written in clear."""

import datetime as dt
import time

import pytest
import time_machine
from allauth.account import app_settings as account_settings
from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from portal.counters.actions import erase_ended
from portal.counters.backend import kind_of
from portal.counters.models import KeptCounter, WindowCounter
from portal.counters.rates import is_within, take_once
from portal.counters.stores import KEPT, WINDOWS, CounterKind, key_of, store_of
from tests.days import real_time
from tests.together import at_once

pytestmark = pytest.mark.django_db
FLOOD = """
INSERT INTO {} (key, value, ends_at)
SELECT gen_random_uuid(), '1', now() + interval '1 hour' FROM generate_series(1, 100000)"""


def flood(*tables: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(FLOOD.format(table))


def test_a_flood_forgets_nothing():
    """The cache of Django kept 20,000 rows: beyond, it threw away the first third by name, codes used included."""
    assert take_once("code", seconds=900)
    cache.set("wrong-passwords", [time.time()], 300)
    is_within("somebody", most=1, seconds=86_400, kind=CounterKind.WINDOW)
    flood(KEPT.name, WINDOWS.name)
    for number in range(20):
        cache.set(f"more-{number}", 1, 60)
    assert not take_once("code", seconds=900)
    assert cache.get("wrong-passwords") and not is_within("somebody", most=1, seconds=86_400, kind=CounterKind.WINDOW)
    assert KeptCounter.objects.count() >= 100_000 and WindowCounter.objects.count() >= 100_000


def test_only_one_of_ten_at_once_takes_a_code():
    assert sorted(at_once(lambda: take_once("at-once", seconds=60), 10)) == [False] * 9 + [True]
    KEPT.clear()


def test_only_one_of_ten_at_once_adds():
    assert sorted(at_once(lambda: cache.add("added-at-once", "y", 60), 10)) == [False] * 9 + [True]
    cache.clear()


def test_a_code_serves_again_once_its_mark_has_ended(monkeypatch):
    assert take_once("short", seconds=60) and not take_once("short", seconds=60)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert take_once("short", seconds=60)


def test_the_cache_answers_as_django_s():
    assert cache.add("k", [1.5, 2.25], 60) and not cache.add("k", 1, 60)
    assert cache.get("k") == [1.5, 2.25] and cache.get("other", "none") == "none"
    cache.set("k", "y", 0)
    assert cache.get("k") is None and cache.add("k", None, None) and cache.get("k", "none") is None
    assert cache.touch("k", 60) and not cache.touch("other", 60)
    assert cache.delete("k") and not cache.delete("k") and "k" not in cache
    cache.set_many({"a": 1, "b": 2}, 60)
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2} and cache.incr("a") == 2


@pytest.mark.parametrize(
    ("rate", "kind"),
    [("120/m/ip", CounterKind.WINDOW), ("8/300s/key", CounterKind.KEPT), ("10/5m/user", CounterKind.KEPT)],
)
def test_what_protects_an_account_is_kept(rate, kind, bruno):
    (one,) = ratelimit.parse_rates(rate)
    request = RequestFactory().get("/")
    name = ratelimit.get_cache_key(request, app="allauth.account", action="login", rate=one, key="k", user=bruno)
    assert kind_of(name) is kind and kind_of(f"{name}:lock") is CounterKind.WINDOW


def test_a_code_used_at_allauth_is_kept():
    totp = TOTP(type("Row", (), {"user_id": 1})())
    assert kind_of(totp._get_used_cache_key("123456")) is CounterKind.KEPT
    assert kind_of("anything else") is CounterKind.KEPT


def test_every_limit_of_an_account_is_kept():
    """Those that count an address of the network are windows; no other is."""
    rates = [rate for many in account_settings.RATE_LIMITS.values() for rate in ratelimit.parse_rates(many)]
    assert {rate.per for rate in rates} <= {"ip", "key", "user"}


def test_nothing_is_written_in_clear():
    cache.set("203.0.113.7:bruno@relais.example", 1, 60)
    take_once("code:login:123456", seconds=60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT counter::text FROM counters_keptcounter counter")
        rows = " ".join(text for (text,) in cursor.fetchall())
    assert rows and "bruno" not in rows and "203.0" not in rows and "123456" not in rows
    assert key_of("a") != key_of("b") and key_of("a") == key_of("a")


@pytest.fixture
def at_the_real_hour():
    """The database's clock is asked too."""
    with time_machine.travel(dt.datetime.fromtimestamp(real_time(), dt.UTC), tick=True):
        yield


@pytest.mark.usefixtures("at_the_real_hour")
def test_what_has_ended_is_erased_and_nothing_else():
    at = dt.datetime.now(dt.UTC)
    for table in (KEPT, WINDOWS):
        for name, hours in (("ended", -2), ("just ended", -0.5), ("lives", 1)):
            table.put(key_of(name), 1, at=at, ends_at=at + dt.timedelta(hours=hours))
    assert erase_ended() == 2
    for model in (KeptCounter, WindowCounter):
        kept = set(model.objects.values_list("key", flat=True))
        assert key_of("ended") not in kept and {key_of("just ended"), key_of("lives")} <= kept


def test_a_clock_that_went_ahead_erases_nothing_that_lives():
    at = dt.datetime.now(dt.UTC)
    KEPT.put(key_of("lives"), 1, at=at, ends_at=at + dt.timedelta(hours=1))
    assert KEPT.erase_ended(before=at + dt.timedelta(days=365)) == 0


def test_windows_are_not_logged_and_the_rest_is():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relpersistence FROM pg_class WHERE relname IN (%s, %s)", [KEPT.name, WINDOWS.name]
        )
        assert dict(cursor.fetchall()) == {KEPT.name: "p", WINDOWS.name: "u"}


def test_a_count_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        is_within("one", most=1, seconds=60, kind=CounterKind.KEPT)
    with django_assert_num_queries(1):
        take_once("one", seconds=60)
    assert store_of(CounterKind.WINDOW) is WINDOWS
