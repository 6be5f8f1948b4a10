"""Leaving a sign of life."""

import datetime as dt

from portal.health.models import FORGOTTEN_AFTER, Heartbeat


def beat(*, name: str) -> Heartbeat:
    """Write «alive now» for a process or a kind of them (real clock, UTC)."""
    row, _created = Heartbeat.objects.update_or_create(name=name, defaults={"at": dt.datetime.now(dt.UTC)})
    return row


def say_goodbye(*, name: str) -> None:
    """Take away the row of a process that was told to stop."""
    Heartbeat.objects.filter(name=name).delete()


def forget_the_gone() -> int:
    """Take away the rows of single processes that are silent for a day: their machines are gone."""
    gone = Heartbeat.objects.filter(name__contains="/", at__lt=dt.datetime.now(dt.UTC) - FORGOTTEN_AFTER)
    return gone.delete()[0]
