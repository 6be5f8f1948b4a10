"""A provider asked to wait: no sender of that channel disturbs it meanwhile."""

import time

from django.core.cache import cache

LONGEST_HOLD = 3600
"""Seconds: a provider that asks to wait for longer is asked again after an hour."""


def hold(channel: str, seconds: float) -> None:
    lasting = min(seconds, LONGEST_HOLD)
    cache.set(_key(channel), time.time() + lasting, timeout=lasting)


def is_held(channel: str) -> bool:
    """Whether the hold lasts. One that ends later than the longest can was set by a clock that went ahead: it is
    over, whatever the cache believes."""
    ends = cache.get(_key(channel))
    return ends is not None and 0 < float(ends) - time.time() <= LONGEST_HOLD


def _key(channel: str) -> str:
    return f"reminders-hold-{channel}"
