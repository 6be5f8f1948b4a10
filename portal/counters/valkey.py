"""The same in Valkey or Redis, for rates only; while it does not answer, our unlogged table counts instead.

Imported only where COUNTERS_URL names one: most processes do not need the driver.
"""

import datetime as dt
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from redis import Redis, RedisError

from portal.counters.table import CounterTable

logger = logging.getLogger(__name__)
PATIENCE = 0.5
"""Seconds: a page waits no longer for a count; then the table answers."""
_PREFIX = "relais:counter:"
P = ParamSpec("P")
R = TypeVar("R")


def _or_the_table(ask: Callable[P, R]) -> Callable[P, R]:
    """The method of the same name of the table, when Valkey does not answer."""

    @wraps(ask)
    def answer(*words: P.args, **named: P.kwargs) -> R:
        try:
            return ask(*words, **named)
        except RedisError as error:
            logger.warning("Valkey does not count (%s): the database does instead", type(error).__name__)
            mine, *others = words
            found: R = getattr(mine.instead, ask.__name__)(*others, **named)  # type: ignore[attr-defined]
            return found

    return answer


class Valkey:
    """The verbs of `CounterTable`. Each key ends by itself."""

    def __init__(self, url: str, instead: CounterTable) -> None:
        self.instead = instead
        address = url.replace("valkey", "redis", 1)
        self.client: Any = Redis.from_url(address, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)

    @_or_the_table
    def count(self, key: UUID, *, at: dt.datetime, ends_at: dt.datetime, lasting: dt.timedelta) -> int:
        """Count one more. `lt`: an end set by a clock that went ahead is brought back."""
        with self.client.pipeline() as pipeline:
            pipeline.incr(_name(key))
            pipeline.pexpireat(_name(key), ends_at, lt=True)
            return int(pipeline.execute()[0])

    @_or_the_table
    def read(self, key: UUID, *, at: dt.datetime, default: Any = None) -> Any:
        found = self.client.get(_name(key))
        return default if found is None else json.loads(found)

    @_or_the_table
    def put(self, key: UUID, value: Any, *, at: dt.datetime, ends_at: dt.datetime) -> None:
        self.client.set(_name(key), json.dumps(value), pxat=ends_at)

    @_or_the_table
    def put_once(self, key: UUID, value: Any, *, at: dt.datetime, ends_at: dt.datetime) -> bool:
        return bool(self.client.set(_name(key), json.dumps(value), nx=True, pxat=ends_at))

    @_or_the_table
    def remove(self, key: UUID, *, at: dt.datetime) -> bool:
        return bool(self.client.delete(_name(key)))

    @_or_the_table
    def prolong(self, key: UUID, *, at: dt.datetime, ends_at: dt.datetime) -> bool:
        return bool(self.client.pexpireat(_name(key), ends_at))

    @_or_the_table
    def clear(self) -> None:
        """Forget what is ours, and what the table counted meanwhile."""
        for name in self.client.scan_iter(f"{_PREFIX}*"):
            self.client.delete(name)
        self.instead.clear()


def _name(key: UUID) -> str:
    return _PREFIX + key.hex
