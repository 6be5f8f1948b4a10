"""The statements of the release, made once from the registered channels (`sql/release.sql`)."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from portal.consents.models import Purpose
from portal.foundation.statements import Statements
from reminders.channels.reaching import suspended
from reminders.deliveries.adapters import ChannelAdapter
from reminders.deliveries.served import UNSERVED
from reminders.reminders.querysets import SHARDS
from reminders.reminders.wanted import ANSWER_SERVES, ASKED_AHEAD, STANDS

STATEMENTS = Statements(Path(__file__).parent / "sql" / "release.sql")
ENOUGH = 5_000
"""Rows for one transaction: a person's are never cut in two, so a shard that has more is still taken whole."""


def reminders_statement(adapters: Sequence[ChannelAdapter]) -> str:
    """Return the statement that settles what is due, through these channels."""
    return compose(
        "release_reminders",
        ways_of_reminder=_ways(adapters, person="leaving.recipient_id", purpose="'reminders'"),
        deliver_reminders=STATEMENTS.compose("deliver", carried="reminder_ids", empty="notice_ids"),
    )


def notices_statement(adapters: Sequence[ChannelAdapter], purposes: dict[str, str]) -> str:
    """Return the statement that handles notices; `purposes` maps a kind of notice to its purpose."""
    whens = " ".join(f"WHEN '{kind}' THEN '{purpose}'" for kind, purpose in purposes.items())
    return compose(
        "release_notices",
        ways_of_notice=_ways(adapters, person="settled.recipient_id", purpose="settled.purpose"),
        deliver_notices=STATEMENTS.compose("deliver", carried="notice_ids", empty="reminder_ids"),
        purpose_of_notice=f"CASE notice.kind {whens} END",
        announced_once=str(Purpose.LEARN),
        channels_in_order=_listed([adapter.channel for adapter in adapters]),
    )


def compose(name: str, **given: str) -> str:
    """Return a statement of the file, with the expressions that all of them share."""
    return STATEMENTS.compose(
        name,
        recipient_is_ours=_is_ours("reminder.recipient_id"),
        citizen_is_ours=_is_ours("notice.citizen_id"),
        shard_of_recipient=_shard_of("reminder.recipient_id"),
        shard_of_notice=_shard_of("notice.citizen_id"),
        last_shard=str(SHARDS - 1),
        enough=str(ENOUGH),
        legal_zone=settings.TIME_ZONE,
        stands=STANDS,
        asked_ahead=_interval(ASKED_AHEAD),
        answer_serves=_interval(ANSWER_SERVES),
        **given,
    )


def _interval(length: dt.timedelta) -> str:
    return f"interval '{length.total_seconds():.0f} seconds'"


def _shard_of(person: str) -> str:
    """The expression of the index on reminders (`ShardOf`)."""
    return f"(uuid_hash({person}) & {SHARDS - 1})"


def _is_ours(person: str) -> str:
    return STATEMENTS.compose("of_our_shards", person=person, shard_of_person=_shard_of(person))


def _ways(adapters: Sequence[ChannelAdapter], *, person: str, purpose: str) -> str:
    last_resorts = [adapter.channel for adapter in adapters if adapter.channel.is_last_resort]
    return STATEMENTS.compose(
        "ways",
        person=person,
        purpose=purpose,
        last_resorts=_listed(last_resorts) or "''",
        opens_by_channel=_by_channel({one.channel: one.opens_sql for one in adapters}, "NULL::timestamptz"),
        address_by_channel=_by_channel({one.channel: one.address_sql for one in adapters}, "NULL::text"),
        suspended=suspended(person="citizen.id", channel="consent.channel", address="contact.address"),
        unserved=UNSERVED,
    )


def _by_channel(expressions: dict[str, str], otherwise: str) -> str:
    whens = " ".join(f"WHEN '{channel}' THEN {expression}" for channel, expression in expressions.items())
    return f"(CASE consent.channel {whens} ELSE {otherwise} END)" if whens else otherwise


def _listed(channels: Sequence[str]) -> str:
    return ", ".join(f"'{channel}'" for channel in channels)
