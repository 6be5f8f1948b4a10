"""Which of a sender's connections works, waits or rests, and what is left to send; used by `dispatch_loop.py`."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from reminders.deliveries.adapters import NetworkAdapter
from reminders.deliveries.outgoing import Connection, OutgoingMessage, SendResult

logger = logging.getLogger(__name__)
FRESH_FOR = 20.0
"""Seconds after its claim during which a message may leave; then its consents, its act and its hours are read again."""


@dataclass(slots=True, eq=False)
class SendReport:
    """To commit: what became of a message, that the next one is about to leave, what is given back untouched."""

    result: SendResult | None = None
    next: OutgoingMessage | None = None
    back: Sequence[OutgoingMessage] = ()
    hold: float = 0.0
    """Seconds for which the provider asked not to be disturbed."""
    answer: "asyncio.Future[bool] | None" = field(default=None, repr=False)


@dataclass(slots=True, eq=False)
class Turn:
    """The message that a connection is sending, and the one that it sends next."""

    message: OutgoingMessage
    following: OutgoingMessage | None = None
    is_slow: bool = False


class ConnectionScheduler:
    """As many connections work as the adapter says; one that waits for an answer is replaced, up to twice as many."""

    def __init__(
        self, adapter: NetworkAdapter, reports: "SimpleQueue[SendReport | None]", first: Sequence[OutgoingMessage]
    ) -> None:
        self.adapter = adapter
        self.is_refused = False
        self._reports = reports
        self._loop = asyncio.new_event_loop()
        self._queued: deque[OutgoingMessage] = deque(first)
        self._idle: deque[asyncio.Future] = deque()
        self._is_last = False
        self._answered = asyncio.Event()
        self._back: list[OutgoingMessage] = []
        self._hold = 0.0
        self._most = adapter.most_connections()
        self._working = 0
        self._waiting = 0
        self._in_flight = 0
        self._resting: deque[Connection] = deque()
        self._group: asyncio.TaskGroup | None = None

    def _join(self, connection: Connection) -> Coroutine:
        """Start serving through one more connection."""
        raise NotImplementedError

    @property
    def is_hungry(self) -> bool:
        return not self._is_last and self._has_room and len(self._queued) <= self._most

    @property
    def is_busy(self) -> bool:
        """There are messages whose outcome is not known yet."""
        return self._in_flight > 0 or bool(self._queued)

    @property
    def is_held_up(self) -> bool:
        """A provider is slow to say what became of a message: the run lasts as long, and may serve others."""
        return self._waiting > 0

    @property
    def _has_room(self) -> bool:
        """Some connection may work: not all of them, and not all that may take their place, wait."""
        return bool(self._working or self._resting)

    def _start_connections(self, wanted: int) -> None:
        """As many as there are messages for them: a run that began with one message may be given hundreds."""
        while self._group and self._resting and wanted > 0 and self._working < self._most:
            self._working += 1
            self._group.create_task(self._join(self._resting.popleft()))
            wanted -= 1

    def _go_round(self, turn: Turn) -> None:
        """A message takes long: its connection waits alone, another takes its place and what it would carry next."""
        logger.info("delivery %s waits for its answer", turn.message.id)
        turn.is_slow = True
        self._working -= 1
        self._waiting += 1
        if turn.following:
            self._queued.appendleft(turn.following)
            turn.following = None
        self._go_on()

    def _leave(self, connection: Connection, *, was_slow: bool) -> None:
        """One that waited rests, and is the next one's spare. One that cannot connect is not called again."""
        if was_slow:
            self._waiting -= 1
            self._resting.append(connection)
        else:
            self._working -= 1
        self._go_on()

    def _go_on(self) -> None:
        """Whoever is free takes what is left; when nobody is, nothing is kept from other senders."""
        if not self._has_room or self.is_refused:
            self._back += self._queued
            self._queued.clear()
        self._give_back()
        self._start_connections(len(self._queued) - len(self._idle))
        self._wake()

    def _give_back(self) -> None:
        if self._back:
            self._reports.put(SendReport(back=self._back))
            self._back = []

    def _pick(self) -> OutgoingMessage | None:
        while self._queued and not self.is_refused:
            message = self._queued.popleft()
            if is_fresh(message):
                return message
            self._back.append(message)
        return None

    def _refuse(self) -> None:
        """Nothing more leaves in this run; what was not attempted goes back untouched."""
        self.is_refused = self._is_last = True
        self._answered.set()
        self._go_on()

    def _take(self, messages: Sequence[OutgoingMessage]) -> None:
        self._queued.extend(messages)
        self._start_connections(len(self._queued) - len(self._idle))
        self._wake()

    def _wake(self) -> None:
        while self._idle and (self._queued or self._is_last):
            idle = self._idle.popleft()
            if not idle.done():
                idle.set_result(None)


def is_fresh(message: OutgoingMessage) -> bool:
    return time.monotonic() - message.claimed_at < FRESH_FOR
