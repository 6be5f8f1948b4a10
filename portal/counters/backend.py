"""Django's cache over our counters: what allauth counts and marks goes where a crash of PostgreSQL does not forget it.

allauth has no other place for the limits on sign-in and the codes already used. Nothing is thrown away before its end.
"""

import datetime as dt
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from portal.counters.stores import KEPT, CounterKind, key_of, store_of

_FOR_EVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


def kind_of(name: str) -> CounterKind:
    """Return the kind of a key of the cache: kept, but for what allauth counts by client's address, and its locks."""
    is_rate = name.startswith("allauth:rl:") and "/ip:ip:" in name
    return CounterKind.WINDOW if is_rate or name.endswith(":lock") else CounterKind.KEPT


class CounterCache(BaseCache):
    """What Django asks of a cache; values are those of JSON."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        at = _now()
        store, name = self._place(key, version)
        return bool(store.put_once(name, value, at=at, ends_at=self._end(timeout)))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        store, name = self._place(key, version)
        return store.read(name, at=_now(), default=default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        store, name = self._place(key, version)
        store.put(name, value, at=_now(), ends_at=self._end(timeout))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        store, name = self._place(key, version)
        return bool(store.prolong(name, at=_now(), ends_at=self._end(timeout)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        store, name = self._place(key, version)
        return bool(store.remove(name, at=_now()))

    def clear(self) -> None:
        KEPT.clear()
        store_of(CounterKind.WINDOW).clear()

    def _place(self, key: Any, version: int | None) -> tuple[Any, Any]:
        return store_of(kind_of(str(key))), key_of(f"cache:{self.make_key(key, version=version)}")

    def _end(self, timeout: Any) -> dt.datetime:
        seconds = self.get_backend_timeout(timeout)
        return _FOR_EVER if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)


def _now() -> dt.datetime:
    return dt.datetime.fromtimestamp(time.time(), dt.UTC)
