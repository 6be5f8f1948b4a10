"""Leaving a sign of life."""

import datetime as dt

from portal.health.models import Heartbeat


def beat(*, name: str) -> Heartbeat:
    """Writes «alive now» for a kind of process (real clock, UTC)."""
    row, _created = Heartbeat.objects.update_or_create(name=name, defaults={"at": dt.datetime.now(dt.UTC)})
    return row
