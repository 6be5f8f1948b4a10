"""Which periodic tasks a jump of the demonstration's clock passes over: beat itself lives by the real clock."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from celery.schedules import BaseSchedule

A_MINUTE = 60
"""Seconds."""


def due_between(schedule: Mapping[str, Any], before: dt.datetime, after: dt.datetime) -> list[Any]:
    """The periodic tasks that such a jump passes over. Those of less than a minute run by themselves at once."""
    slow = [entry for entry in schedule.values() if not _is_quick(entry["schedule"])]
    return [entry for entry in slow if _next_after(entry["schedule"], before) <= after]


def _is_quick(every: Any) -> bool:
    return not isinstance(every, BaseSchedule) and every < A_MINUTE


def _next_after(every: Any, before: dt.datetime) -> dt.datetime:
    if not isinstance(every, BaseSchedule):
        return before + dt.timedelta(seconds=every)
    last, delta, _now = every.remaining_delta(before)
    return last + delta
