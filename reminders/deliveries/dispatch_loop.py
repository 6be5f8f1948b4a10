"""The network's side of a sender: an event loop in a thread of its own, many connections at work, one message each.

It never touches the database: what must be committed is put in a `SendReport`, and a connection waits for the answer
before it lets the next message go.

A provider that has a message whole may take minutes to say so. Such a connection waits alone (`Turn.is_slow`): what it
would carry next goes to another, and one more works in its place, up to as many again.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue

from portal.clock import now
from portal.foundation.channels import ChannelError
from reminders.deliveries.adapters import NetworkAdapter
from reminders.deliveries.connections import ConnectionScheduler, SendReport, Turn, is_fresh
from reminders.deliveries.outgoing import Connection, OutgoingMessage, SendResult
from reminders.deliveries.results import accepted_result, ambiguous_result, result_of, uncertain_result

logger = logging.getLogger(__name__)
SLOW_AFTER = 5.0
"""Seconds of a message after which its connection waits alone."""
_PROVIDER_IS_DOWN = frozenset({"unreachable", "unconfigured", "421", "429", "503"})
SCOUT_FOR = 2.0
"""Seconds given to the first connection: a provider that is down costs one attempt, not one for each connection."""


class DispatchLoop(ConnectionScheduler):
    """`run` is the thread. `give`, `finish`, `answer` and `abandon` are called from the other one. When all is
    over, None is put in `reports`."""

    def __init__(
        self, adapter: NetworkAdapter, reports: "SimpleQueue[SendReport | None]", first: Sequence[OutgoingMessage]
    ) -> None:
        super().__init__(adapter, reports, first)
        self._work: asyncio.Task | None = None

    # -- from the other thread ---------------------------------------------------------------------------------------
    def run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._main())
        except asyncio.CancelledError:
            logger.warning("sender of %s abandoned", self.adapter.channel)
        except Exception:
            logger.exception("sender of %s failed in our own code", self.adapter.channel)
        finally:
            self._reports.put(None)

    def give(self, messages: Sequence[OutgoingMessage]) -> None:
        self._tell(self._take, messages)

    def finish(self) -> None:
        """Nothing more will come."""
        self._is_last = True
        self._tell(self._wake)

    def answer(self, answers: Sequence[tuple[SendReport, bool]]) -> None:
        """These reports are committed; True: the next message is really ours and may leave."""
        self._tell(_resolve, answers)

    def abandon(self) -> None:
        """The database does not answer: let go of everything at once."""
        self._tell(lambda: self._work and self._work.cancel())

    def _tell(self, what: Callable[..., object], *words: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what, *words)

    # -- in the event loop -------------------------------------------------------------------------------------------
    async def _main(self) -> None:
        self._work = asyncio.current_task()
        connections = self.adapter.open_connections(2 * self._most)
        self._resting.extend(connections)
        try:
            async with asyncio.TaskGroup() as self._group:
                self._working += 1
                self._group.create_task(self._serve(self._resting.popleft()))
                self._start_connections(len(self._queued) - 1)
            self._group = None
            self._reports.put(SendReport(back=[*self._back, *self._queued]))
        finally:
            await asyncio.gather(*(connection.close() for connection in connections), return_exceptions=True)

    async def _join(self, connection: Connection) -> None:
        """Connects while the first connection is heard: that costs no attempt, and saves the wait of a connection."""
        with suppress(TimeoutError):  # slow is not down
            async with asyncio.timeout(SCOUT_FOR):
                with suppress(ChannelError):  # told once it serves
                    await connection.ready()
                await self._answered.wait()
        await self._serve(connection)

    async def _serve(self, connection: Connection) -> None:
        """One connection's day. The result of a message is committed with the attempt of the next."""
        message, result = await self._next(None)
        turn = None
        while message is not None:
            turn = Turn(message)
            self._in_flight += 1
            goes_on, result = await self._one(connection, turn, result)
            self._in_flight -= 1
            if not goes_on:
                break
            message, result = (turn.following, result) if turn.following else await self._next(result)
        if result:
            await self._report(SendReport(result=result))
        self._leave(connection, was_slow=turn is not None and turn.is_slow)

    async def _one(
        self, connection: Connection, turn: Turn, result: SendResult | None
    ) -> tuple[bool, SendResult | None]:
        """Send one message, after the outcome of the former; return whether this connection goes on, and its result."""
        if not await self._is_ready(connection, turn.message):
            return False, result
        if not await self._may_leave(turn.message, result):
            return True, None
        turn.following = None if turn.message.is_orphan else self._pick()
        timer = self._loop.call_later(SLOW_AFTER, self._go_round, turn)
        try:
            result = await self._send(connection, turn.message, turn.following)
        finally:
            timer.cancel()
        return not turn.is_slow, result

    async def _next(self, result: SendResult | None) -> tuple[OutgoingMessage | None, SendResult | None]:
        """Before it waits for work, a connection says what it has done."""
        message = self._pick()
        if message is None and result:
            await self._report(SendReport(result=result))
            result = None
        while message is None and not self._is_last:
            self._give_back()
            idle = self._loop.create_future()
            self._idle.append(idle)
            await idle
            message = self._pick()
        return message, result

    async def _is_ready(self, connection: Connection, message: OutgoingMessage) -> bool:
        """False: it cannot work. When no other could before it, the provider is down and all is given back."""
        try:
            await connection.ready()
            return True
        except ChannelError as error:
            logger.warning("%s does not answer: %s", self.adapter.channel, error.code)
            self._back.append(message)
            if not self._answered.is_set():
                self._refuse()
            return False

    async def _may_leave(self, message: OutgoingMessage, result: SendResult | None) -> bool:
        if message.is_orphan:
            return await self._report(SendReport(result=result)) or True
        if is_fresh(message):
            return await self._report(SendReport(result=result, next=message))
        self._back.append(message)
        await self._report(SendReport(result=result))
        return False

    async def _send(
        self, connection: Connection, message: OutgoingMessage, following: OutgoingMessage | None
    ) -> SendResult | None:
        """None: in doubt, and the provider will be asked in a while; the row stays `attempted`."""
        try:
            if message.is_orphan:
                return await self._lost_result(connection, message)
            reference = await connection.send(message, following)
        except ChannelError as error:
            return self._failed_result(message, error)
        except Exception:
            logger.exception("delivery %s failed in our own code", message.id)
            return self._failed_result(message, ChannelError("internal", uncertain=True))
        self._answered.set()
        return accepted_result(message, reference)

    def _failed_result(self, message: OutgoingMessage, error: ChannelError) -> SendResult | None:
        logger.info("delivery %s not accepted: %s", message.id, error.code)
        if error.retry_after or error.code in _PROVIDER_IS_DOWN:
            self._hold = max(self._hold, error.retry_after.total_seconds() if error.retry_after else 0)
            self._refuse()
        else:
            self._answered.set()
        if not error.uncertain:
            return result_of(message, error, now())
        if self.adapter.is_repeatable:
            return ambiguous_result(message, error.code, now())
        return None if self.adapter.can_look_up() else uncertain_result(message, error.code)

    async def _lost_result(self, connection: Connection, message: OutgoingMessage) -> SendResult:
        try:
            reference = await connection.look_up(message)
        except ChannelError as error:
            return uncertain_result(message, error.code)
        finally:
            self._answered.set()
        return result_of(message, None if reference else ChannelError("lost"), now(), reference or "")

    async def _report(self, report: SendReport) -> bool:
        report.answer = self._loop.create_future()
        report.back, self._back = self._back, []
        report.hold, self._hold = self._hold, 0.0
        self._reports.put(report)
        return await report.answer


def _resolve(answers: Sequence[tuple[SendReport, bool]]) -> None:
    for report, is_ours in answers:
        if report.answer and not report.answer.done():
            report.answer.set_result(is_ours)
