"""The clock of whoever reads a page: the person's own, an agent's place of work, else Québec's, which is then named."""

from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

_zone: ContextVar[str | None] = ContextVar("reader_zone", default=None)


def follow(zone: str) -> None:
    """Show instants on this clock until `forget`. Empty: nobody's is known."""
    try:
        known = ZoneInfo(zone) if zone else None
    except (ValueError, KeyError):  # no zone of ours, as after a restore on an older server
        known = None
    _zone.set(zone if known else "")
    timezone.activate(known) if known else timezone.deactivate()


def forget() -> None:
    _zone.set(None)
    timezone.deactivate()


def is_unknown() -> bool:
    """Whether a page is being made for a reader whose clock is not known: an hour must say whose it is. Outside a page,
    what is written says it, or needs not."""
    return _zone.get() == ""
