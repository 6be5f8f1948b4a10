"""The statements of the sweep (`sql/fallback.sql`)."""

from collections.abc import Sequence
from pathlib import Path

from portal.statements import Statements
from reminders.deliveries.adapters import ChannelAdapter

STATEMENTS = Statements(Path(__file__).parent / "sql" / "fallback.sql")
ORDER = ("email", "sms", "letter", "phone")
"""In which channels are tried. Paper and voice are allowed here: nothing else is left."""


def next_channel(adapters: Sequence[ChannelAdapter]) -> str:
    """Return the statement that goes on to the next of these channels."""
    ways = (
        f"({ORDER.index(adapter.channel)}, '{adapter.channel}', ({adapter.address_sql})::text, {adapter.opens_sql})"
        for adapter in adapters
        if adapter.channel in ORDER
    )
    return STATEMENTS.compose("next_channel", ways=", ".join(ways))
