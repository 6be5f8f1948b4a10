"""The statements of a sender, each for many deliveries at once. Leases use the database's clock: one for all, never
moved by a demonstration.

A sender that is alive holds the advisory lock (`LIVING_SENDER`, its number) on its session: when it dies, however it
dies, the lock goes with its connection and what it had claimed is free at once. The lease covers a sender that hangs.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from portal.clock import now
from portal.foundation.backoff import GIVE_UP_AFTER
from portal.foundation.statements import Statements
from portal.locks import Lock, held_by_session
from reminders.channels.reaching import consented, suspended
from reminders.deliveries.adapters import ChannelAdapter
from reminders.deliveries.apart import claim_for_all, record_for_all
from reminders.deliveries.outgoing import OutgoingMessage, SendResult
from reminders.deliveries.served import UNSERVED
from reminders.reminders.planning import PLACE_ZONE
from reminders.reminders.wanted import STANDS

RENEW_EVERY = 15.0
"""Seconds, of a lease of 45."""
ONLY_WHEN_ASKED = 2**31
"""Runs before psycopg prepares a statement by itself. Django sets None, which prepares nothing, whatever is asked."""
PLAN_ONCE = "SET plan_cache_mode = force_generic_plan"
"""Of one message, PostgreSQL would find a plan for its values cheaper, each time, and pay more for finding it."""
STATEMENTS = Statements(Path(__file__).parent / "sql" / "claims.sql")
_OURS = {
    "open_and_ours": STATEMENTS.compose("still_ours", states="'ready', 'attempted'"),
    "ready_and_ours": STATEMENTS.compose("still_ours", states="'ready'"),
}


def statement(name: str, adapter: ChannelAdapter) -> str:
    """Return one of the statements for a channel."""
    return STATEMENTS.compose(
        name,
        **_OURS,
        opens=adapter.opens_sql,
        address=adapter.address_sql,
        consented=consented(person="batch.recipient_id", purpose="batch.purpose", channel="batch.channel"),
        suspended=suspended(person="batch.recipient_id", channel="batch.channel", address="contact.address"),
        unserved=UNSERVED,
        place_zone=PLACE_ZONE,
        stands=STANDS,
        retries_last=f"interval '{GIVE_UP_AFTER.total_seconds():.0f} seconds'",
    )


def _message_of(row: Sequence[Any], clock: float, *, is_orphan: bool = False) -> OutgoingMessage:
    """`row`: the first fields of a message, in their order."""
    message = OutgoingMessage(*row)
    message.claimed_at, message.is_orphan = clock, is_orphan
    return message


class DeliveryQueue:
    """One sender's side of the table. Every method commits by itself."""

    def __init__(self, adapter: ChannelAdapter) -> None:
        self.adapter = adapter
        self.number = random.SystemRandom().randrange(1, 2**31)
        self._claim, self._record_only, self._record_and_leave = (
            statement(name, adapter) for name in ("claim", "record", "record_and_leave")
        )
        self._session: psycopg.Connection | None = None

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Shows every other sender that this one lives."""
        with held_by_session(Lock.LIVING_SENDER, self.number):
            yield

    @contextmanager
    def sender_slot(self) -> Iterator[bool]:
        """False when the channel has all the senders that it may have."""
        first = self.adapter.channel.rank * 1000
        for slot in range(first, first + settings.SENDERS_PER_CHANNEL):
            with held_by_session(Lock.SENDER_SLOT, slot) as is_free:
                if is_free:
                    yield True
                    return
        yield False

    def claim(self, size: int, clock: float = 0.0) -> list[OutgoingMessage]:
        """Up to `size` messages that are ours and must leave."""
        mine: list[tuple] = []
        people = STATEMENTS.compose("ready_people")
        while not mine and (rows := claim_for_all(self._claim_of, self._parameters(size=size), people)):
            mine = [row for row in rows if row[-1]]
        return [_message_of(row[:-1], clock) for row in mine]

    def would_claim(self, person: uuid.UUID) -> None:
        """Raise what the database says of this person's row; nothing is claimed."""
        with transaction.atomic():
            self._run(self._claim, size=1000, people=[person], aside=[])
            transaction.set_rollback(True)

    def _claim_of(
        self, parameters: dict[str, Any], people: Sequence[uuid.UUID] | None, aside: Sequence[uuid.UUID]
    ) -> list[tuple]:
        who = {"people": None if people is None else list(people), "aside": list(aside)}
        return self._run_prepared(self._claim, **(parameters | who))

    def free_the_dead(self) -> int:
        """Gives back what dead senders had claimed and not attempted; returns how many."""
        with connection.cursor() as cursor:
            cursor.execute(STATEMENTS.compose("free"), self._parameters())
            return cursor.rowcount

    def take_over(self, size: int, clock: float, old: dt.timedelta = dt.timedelta()) -> list[OutgoingMessage]:
        """Attempts whose sender died, at least so `old`: nobody knows whether they were accepted."""
        rows = self._run(STATEMENTS.compose("take_over"), size=size, before=now() - old)
        return [_message_of(row, clock, is_orphan=True) for row in rows]

    def record(self, attempts: Sequence[OutgoingMessage], results: Sequence[SendResult]) -> set[uuid.UUID]:
        """Write what became of some and that others are about to leave; return which of these really are ours, and are
        still wanted as they were claimed. Those that the claim would refuse by now are settled, the others given back.
        """
        left = record_for_all(self._record, attempts, results)
        if refused := [message.id for message in attempts if message.id not in left]:
            self.give_back(refused)
        return left

    def _record(self, attempts: Sequence[OutgoingMessage], results: Sequence[SendResult]) -> set[uuid.UUID]:
        left = self._run_prepared(
            self._record_and_leave if attempts else self._record_only,
            ids=[result.id for result in results],
            states=[result.state for result in results],
            codes=[result.code[:32] for result in results],
            references=[result.reference[:120] for result in results],
            thens=[result.then for result in results],
            ambiguous=[int(result.is_ambiguous) for result in results],
            attempts=[message.id for message in attempts],
            addresses=[message.address for message in attempts],
            reminder_refs=[message.reminders for message in attempts],
        )
        return {row[0] for row in left}

    def renew(self) -> None:
        self._run(STATEMENTS.compose("renew"))

    def give_back(self, ids: Sequence[uuid.UUID], later: dt.datetime | None = None) -> None:
        """For another sender, or for later."""
        self._run(STATEMENTS.compose("give_back"), ids=list(ids), later=later)

    def _run(self, statement: str, **more: Any) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._parameters(**more))
            return cursor.fetchall() if cursor.description else []

    def _run_prepared(self, statement: str, **more: Any) -> list[tuple]:
        """For what is run hundreds of times a second: parsed and planned once a session (measured: half of the
        server's time). Django's cursors write the values into the statement, and each is a new one."""
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            if self._session is not connection.connection:
                self._session = connection.connection
                self._session.prepare_threshold = ONLY_WHEN_ASKED
                cursor.execute(PLAN_ONCE)
            return cursor.execute(statement, self._parameters(**more), prepare=True).fetchall()

    def _parameters(self, **more: Any) -> dict[str, Any]:
        common = {"alive": Lock.LIVING_SENDER, "sender": self.number, "channel": self.adapter.channel, "at": now()}
        return common | more
