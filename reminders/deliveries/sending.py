"""The sender: Celery wakes it, it carries the messages. Many may run at once, on many machines.

Two threads. This one owns the database connection: it claims in batches and writes what happens, all that waits in one
statement and one commit (`DeliveryQueue`). The other runs an event loop with many connections to the provider
(`DispatchLoop`).

The rule that bounds repetitions: a connection lets the end of a message go only when «attempted» is committed, and the
outcome of its former message with it. So after a kill at any instant no more messages are in doubt than there were
connections, and they are the rows left `attempted`.
"""

import datetime as dt
import logging
import queue
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portal.clock import now
from portal.foundation.channels import ChannelError
from portal.isolation.halves import code_of, run_by_halves
from reminders.deliveries.adapters import NetworkAdapter
from reminders.deliveries.claims import RENEW_EVERY, DeliveryQueue
from reminders.deliveries.dispatch_loop import DispatchLoop, SendReport
from reminders.deliveries.holds import hold, is_held
from reminders.deliveries.outgoing import OutgoingMessage, SendResult
from reminders.deliveries.refusals import suspend_refused
from reminders.deliveries.results import orphan_result, result_of

logger = logging.getLogger(__name__)
BATCH = 500
FIRST_BATCH = 4
"""Messages a connection in a sender's first claim, then twice as many each time up to `BATCH`: of a few hundred, one
sender does not take all while its neighbour looks on."""
WORK_FOR = 10.0
"""Seconds after which a sender claims no more: a deployment waits for no longer, and another bell has rung by then. As
long as one of its messages is waited for it must live, and goes on (`SENDER_WORKS_FOR`): otherwise each bell would
leave one more worker that waits and does nothing else."""
CLAIM_PAUSE = 1.0
"""Seconds between two claims once nothing was found."""
ASK_AFTER = dt.timedelta(minutes=2)
"""How long after an attempt in doubt a provider is asked whether it knows it: longer than it may take to answer."""


class Sender:
    """One run over one channel. `run` returns how many messages were accepted."""

    def __init__(self, adapter: NetworkAdapter, work_for: float = WORK_FOR) -> None:
        self.adapter = adapter
        self.deliveries = DeliveryQueue(adapter)
        self.accepted = 0
        self._size = min(FIRST_BATCH * adapter.most_connections(), BATCH)
        self._over_at = time.monotonic() + work_for
        self._longest_at = time.monotonic() + settings.SENDER_WORKS_FOR
        self._claim_at = 0.0
        self._slot = ExitStack()
        self._renew_at = time.monotonic() + RENEW_EVERY
        self._reports: queue.SimpleQueue[SendReport | None] = queue.SimpleQueue()

    def run(self) -> int:
        """Until nothing is left, or the time is over, or the provider does not answer."""
        if is_held(self.adapter.channel):
            return 0
        with self._slot, self.deliveries.alive():
            if self._slot.enter_context(self.deliveries.sender_slot()):
                self.deliveries.free_the_dead()
                if batch := self._take_over() or self._claim():
                    self._work(batch)
        return self.accepted

    def _work(self, batch: list[OutgoingMessage]) -> None:
        loop = DispatchLoop(self.adapter, self._reports, batch)
        thread = threading.Thread(target=loop.run, name=f"send-{self.adapter.channel}", daemon=True)
        thread.start()
        try:
            while self._serve(loop):
                pass
        finally:
            loop.abandon()
            thread.join()

    def _serve(self, loop: DispatchLoop) -> bool:
        """One turn: what the connections say is committed, what is missing is claimed. False: the loop is empty."""
        reports = self._wait_for_reports()
        known = [report for report in reports if report is not None]
        if known:
            self._commit(known, loop)
        if time.monotonic() > self._renew_at:
            self.deliveries.renew()
            self._renew_at = time.monotonic() + RENEW_EVERY
        if loop.is_hungry:
            self._feed(loop)
        return None not in reports

    def _feed(self, loop: DispatchLoop) -> None:
        """More work, or none any more: then the slot is free for another sender, while this one waits for the last
        answers."""
        at = time.monotonic()
        if self._claim_at <= at < (self._longest_at if loop.is_held_up else self._over_at):
            if batch := self._claim():
                loop.give(batch)
                return
            self._claim_at = at + CLAIM_PAUSE
        if at >= self._longest_at or not loop.is_busy:
            loop.finish()
            self._slot.close()

    def _wait_for_reports(self) -> list[SendReport | None]:
        reports = []
        with suppress(queue.Empty):
            reports.append(self._reports.get(timeout=1.0))
            while len(reports) < BATCH:
                reports.append(self._reports.get_nowait())
        return reports

    def _commit(self, reports: Sequence[SendReport], loop: DispatchLoop) -> None:
        results = [report.result for report in reports if report.result]
        attempts = [report.next for report in reports if report.next]
        ours = self._record(attempts, results) if attempts or results else set()
        if back := [message.id for report in reports for message in report.back]:
            self.deliveries.give_back(back)
        if seconds := max(report.hold for report in reports):
            hold(self.adapter.channel, seconds)
        self.accepted += sum(result.state == "accepted" for result in results)
        loop.answer([(report, report.next is not None and report.next.id in ours) for report in reports])

    def _record(self, attempts: Sequence[OutgoingMessage], results: Sequence[SendResult]) -> set[UUID]:
        refused = [result.id for result in results if result.is_undeliverable]
        if not refused:
            return self.deliveries.record(attempts, results)
        with transaction.atomic():
            ours = self.deliveries.record(attempts, results)
            run_by_halves(refused, suspend_refused, fail=_log)
        return ours

    def _claim(self) -> list[OutgoingMessage]:
        """A batch with its content; what our own code cannot compose fails like any other, and holds nobody back."""
        batch = self.deliveries.claim(self._size, time.monotonic())
        self._size = min(self._size * 2, BATCH)
        self.adapter.compose(batch)
        if broken := [message for message in batch if message.content is None]:
            at = now()
            self.deliveries.record([], [result_of(one, one.refusal or ChannelError("internal"), at) for one in broken])
        return [message for message in batch if message.content is not None]

    def _take_over(self) -> list[OutgoingMessage]:
        """What dead senders were attempting. A message that may be repeated goes back in the queue; for the others the
        provider is asked, before anything new leaves."""
        if self.adapter.is_repeatable:
            at = now()
            while orphans := self.deliveries.take_over(BATCH, time.monotonic()):
                self.deliveries.record([], [orphan_result(orphan, at) for orphan in orphans])
            return []
        return self.deliveries.take_over(BATCH, time.monotonic(), ASK_AFTER)


def _log(delivery: UUID, error: Exception) -> None:
    """Its result is kept all the same; a later refusal suspends the point."""
    logger.error("the point that refused delivery %s is not suspended (%s)", delivery, code_of(error))
