"""A provider asked to wait: no sender of that channel disturbs it meanwhile, even after a crash of the database."""

import datetime as dt
from uuid import UUID

from portal.counters.stores import KEPT, key_of

LONGEST_HOLD = 3600
"""Seconds: a provider that asks to wait for longer is asked again after an hour."""


def hold(channel: str, seconds: float) -> None:
    at = dt.datetime.now(dt.UTC)
    ends_at = at + dt.timedelta(seconds=min(seconds, LONGEST_HOLD))
    KEPT.put(_key(channel), ends_at.timestamp(), at=at, ends_at=ends_at)


def is_held(channel: str) -> bool:
    """Whether the hold lasts. One that ends later than the longest can was set by a clock that went ahead: it is
    over."""
    at = dt.datetime.now(dt.UTC)
    return 0 < float(KEPT.read(_key(channel), at=at, default=0)) - at.timestamp() <= LONGEST_HOLD


def _key(channel: str) -> UUID:
    return key_of(f"hold:{channel}")
