"""Counts and marks in one of our tables: one statement each, no lock to take and nothing to count first."""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from portal.foundation.statements import Statements

STATEMENTS = Statements(Path(__file__).parent / "sql" / "counters.sql")
PARTS = 16
"""Ranges of keys that are erased one after the other: a transaction each."""


class CounterTable:
    """The rows of one table, by key. Instants are of the real clock."""

    def __init__(self, name: str) -> None:
        self.name = name

    def count(self, key: UUID, *, at: dt.datetime, ends_at: dt.datetime, lasting: dt.timedelta) -> int:
        """Count one more in this window, and return the count."""
        found = self._one("count", key=key, at=at, ends_at=ends_at, lasting=lasting)
        return int(json.loads(found[0])) if found else 0

    def read(self, key: UUID, *, at: dt.datetime, default: Any = None) -> Any:
        """Return what lives under this key."""
        found = self._one("read", key=key, at=at)
        return json.loads(found[0]) if found else default

    def put(self, key: UUID, value: Any, *, at: dt.datetime, ends_at: dt.datetime) -> None:
        """Write a value, whatever was there."""
        self._run("put", key=key, value=Jsonb(value), ends_at=ends_at)

    def put_once(self, key: UUID, value: Any, *, at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Write a value where none lives; False when one does. Atomic."""
        return self._one("put_once", key=key, value=Jsonb(value), at=at, ends_at=ends_at) is not None

    def remove(self, key: UUID, *, at: dt.datetime) -> bool:
        """Forget a key; whether it lived."""
        found = self._one("remove", key=key, at=at)
        return bool(found and found[0])

    def prolong(self, key: UUID, *, at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Move the end of a key; whether it lived."""
        return self._one("prolong", key=key, at=at, ends_at=ends_at) is not None

    def clear(self) -> None:
        """Forget everything."""
        self._run("clear")

    def erase_ended(self, *, before: dt.datetime) -> int:
        """Erase what ended before that instant, by ranges of keys; return how many rows."""
        size = 2**128 // PARTS
        lows = [UUID(int=number * size) for number in range(PARTS)]
        return sum(self._run("erase_ended", low=low, high=UUID(int=low.int + size - 1), before=before) for low in lows)

    def _run(self, name: str, **values: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement(name, self.name), values)
            return cursor.rowcount

    def _one(self, name: str, **values: Any) -> tuple | None:
        with connection.cursor() as cursor:
            cursor.execute(statement(name, self.name), values)
            return cursor.fetchone()


def statement(name: str, table: str) -> str:
    """Return a statement over one of the tables."""
    if (name, table) not in _COMPOSED:
        _COMPOSED[name, table] = STATEMENTS.compose(name, table=table)
    return _COMPOSED[name, table]


_COMPOSED: dict[tuple[str, str], str] = {}
