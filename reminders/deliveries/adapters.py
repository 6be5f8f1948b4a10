"""One class a channel: whom it can reach, when it may ring, how a message is sent. Texts are templates.

`release.py` composes the SQL pieces of every registered adapter into its one statement; the sender gives each its
claimed deliveries. A new channel registers its `Channel`, contact point, sentences and adapter in its app's `ready`;
no other file changes (tests/reminders/fifth_channel is one, whole):

- `RowAdapter`: its message is rows of ours (a letter to print, a call to make), written with the settlement;
- `NetworkAdapter`: its message leaves through a provider.
"""

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from portal.consents.models import Channel
from reminders.channels.contact_points import contact_point_of
from reminders.deliveries.models import Delivery
from reminders.deliveries.outgoing import Connection, OutgoingMessage


class ChannelAdapter:
    """What the engine asks of a channel."""

    channel: ClassVar[Channel]
    opens_sql: ClassVar[str] = "%(at)s"
    """SQL over `citizen` and `quiet_hours` (preferences_quiethours, left join): the first instant from `at` on at which
    it may ring. Read at release, and again before each attempt: a retry does not ring at night either."""

    @property
    def address_sql(self) -> str:
        """SQL over `citizen` (people_citizen): where a message may leave for, or NULL. A suspended point is left out by
        the engine."""
        return contact_point_of(self.channel).address_sql

    def is_offered(self) -> bool:
        """Whether this portal has the channel at all."""
        return contact_point_of(self.channel).is_offered()


class RowAdapter(ChannelAdapter):
    """Sends by writing rows: exactly once, because they are committed with the delivery's own settlement."""

    def write_rows(self, deliveries: Sequence[Delivery], *, at: dt.datetime) -> None:
        """Writes what the channel needs for each. Called inside the transaction that settles them as accepted: an
        exception undoes both. `recipient` is loaded; `reminder_ids` and `notice_ids` hold only what is still wanted."""
        raise NotImplementedError


class NetworkAdapter(ChannelAdapter):
    """Sends through a provider, over many connections at once (see `sending.py`)."""

    is_repeatable: ClassVar[bool]
    """A message of unknown outcome may leave again, because the repetition is recognised (e-mail's Message-ID)."""

    def can_look_up(self) -> bool:
        """The provider can say, by our key, whether it got a message. Only asked where it is not repeatable."""
        return False

    def most_connections(self) -> int:
        """At most so many open at once for one sender."""
        raise NotImplementedError

    def compose(self, messages: Sequence[OutgoingMessage]) -> None:
        """Gives each message its `content`; leaves None where our own code fails, and logs it."""
        raise NotImplementedError

    def open_connections(self, count: int) -> Sequence[Connection]:
        """Called in the running event loop: `count` of them, at least one, all closed at the end of the run."""
        raise NotImplementedError


_adapters: dict[str, ChannelAdapter] = {}


def register(adapter: ChannelAdapter) -> None:
    _adapters[adapter.channel] = adapter


def adapter_of(channel: str) -> ChannelAdapter:
    return _adapters[channel]


def adapters() -> list[ChannelAdapter]:
    """In the order in which they are tried, without those that this portal does not have."""
    return [_adapters[channel] for channel in Channel if channel in _adapters and _adapters[channel].is_offered()]


def network_channels() -> list[str]:
    """Return those that leave through a provider: each has senders of its own."""
    return [str(adapter.channel) for adapter in adapters() if isinstance(adapter, NetworkAdapter)]
