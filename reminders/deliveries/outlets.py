"""A channel is one class: whom it can reach, when it may ring, how a message is handed over. Texts are templates.

`release.py` composes the SQL pieces of every registered outlet into its one statement; `sending.py` gives each its
claimed deliveries. A new channel registers itself in its app's `ready` and nothing else changes.
"""

from typing import ClassVar

from portal.consents.models import Channel


class Outlet:
    """What the engine asks of a channel."""

    channel: ClassVar[Channel]
    is_digital: ClassVar[bool] = False
    """Counted by the indicator as a digital reminder."""
    is_last_resort: ClassVar[bool] = False
    """Used only where no other outside channel that the person chose can reach them (paper and voice cost people's work)."""
    address_sql: ClassVar[str]
    """SQL over `c` (portal_citizen): the contact point, or NULL when the person has none that is verified. A suspended
    one is left out by the engine."""
    opens_sql: ClassVar[str] = "%(at)s"
    """SQL over `c` and `q` (reminders_quiethours, left join): the first instant from `at` on at which it may ring."""


_outlets: dict[str, Outlet] = {}


def register(outlet: Outlet) -> None:
    _outlets[outlet.channel] = outlet


def outlet_of(channel: str) -> Outlet:
    return _outlets[channel]


def outlets() -> list[Outlet]:
    """In the order in which they are tried."""
    return [_outlets[channel] for channel in Channel.values if channel in _outlets]
