"""The two places where counts and marks are kept, and the key of a name in them."""

import enum
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from portal.counters.table import CounterTable
from portal.foundation.crypto.indexing import keyed_digest

KEPT = CounterTable("counters_keptcounter")
WINDOWS = CounterTable("counters_windowcounter")


class CounterKind(enum.Enum):
    """What a crash of the database does to a count. Each limit says which it is."""

    KEPT = "kept"
    """Survives: used codes, wrong passwords and codes, holds of providers, what costs money or reaches a home."""
    WINDOW = "window"
    """May be forgotten by a crash: how often a client asks for pages, or a system calls."""


def store_of(kind: CounterKind) -> Any:
    """Return where counts of this kind are: a `CounterTable`, or `Valkey`, which has the same verbs."""
    return KEPT if kind is CounterKind.KEPT else _windows(settings.COUNTERS_URL)


@cache
def _windows(url: str) -> Any:
    return import_string("portal.counters.valkey.Valkey")(url, WINDOWS) if url else WINDOWS


def key_of(name: str) -> UUID:
    """Return the key of a name, which holds an address, a number or a code: 128 bits of a keyed digest."""
    return UUID(keyed_digest(name, context="counters")[:32])
