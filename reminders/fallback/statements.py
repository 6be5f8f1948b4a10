"""The statements of the sweep (`sql/fallback.sql`)."""

from collections.abc import Sequence
from pathlib import Path

from portal.foundation.statements import Statements
from reminders.channels.reaching import consented, suspended
from reminders.deliveries.adapters import ChannelAdapter

STATEMENTS = Statements(Path(__file__).parent / "sql" / "fallback.sql")


def next_channel(adapters: Sequence[ChannelAdapter]) -> str:
    """Return the statement that goes on to the next of these channels, in their order. Paper and voice are allowed
    here: nothing else is left."""
    ways = (
        f"({adapter.channel.rank}, '{adapter.channel}', ({adapter.address_sql})::text, {adapter.opens_sql})"
        for adapter in adapters
    )
    return STATEMENTS.compose(
        "next_channel",
        ways=", ".join(ways),
        consented=consented(person="citizen.id", purpose="failed.purpose", channel="way.channel"),
        suspended=suspended(person="citizen.id", channel="way.channel", address="way.address"),
    )
