"""The sender: Celery wakes it, it carries the messages. Many may run at once, on many machines.

Two threads. This one owns the database connection: it claims in batches and writes what happens, all that waits in one
statement and one commit (`Desk`). The other runs an event loop with many connections to the provider (`Floor`).

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

from portal.channels import ChannelError
from portal.clock import now
from portal.isolation.halves import code_of, run_by_halves
from reminders.deliveries.backoff import fate_of, fate_of_orphan
from reminders.deliveries.claims import RENEW_EVERY, Desk
from reminders.deliveries.floor import Floor, Note
from reminders.deliveries.holds import hold, is_held
from reminders.deliveries.outlets import NetworkOutlet
from reminders.deliveries.parcels import Fate, Parcel
from reminders.deliveries.refusals import suspend_refused

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

    def __init__(self, outlet: NetworkOutlet, work_for: float = WORK_FOR) -> None:
        self.outlet = outlet
        self.desk = Desk(outlet)
        self.accepted = 0
        self._size = min(FIRST_BATCH * outlet.connections(), BATCH)
        self._over_at = time.monotonic() + work_for
        self._longest_at = time.monotonic() + settings.SENDER_WORKS_FOR
        self._claim_at = 0.0
        self._seat = ExitStack()
        self._renew_at = time.monotonic() + RENEW_EVERY
        self._notes: queue.SimpleQueue[Note | None] = queue.SimpleQueue()

    def run(self) -> int:
        """Until nothing is left, or the time is over, or the provider does not answer."""
        if is_held(self.outlet.channel):
            return 0
        with self._seat, self.desk.alive():
            if self._seat.enter_context(self.desk.seat()):
                self.desk.free_the_dead()
                if batch := self._take_over() or self._claim():
                    self._work(batch)
        return self.accepted

    def _work(self, batch: list[Parcel]) -> None:
        floor = Floor(self.outlet, self._notes, batch)
        thread = threading.Thread(target=floor.run, name=f"send-{self.outlet.channel}", daemon=True)
        thread.start()
        try:
            while self._serve(floor):
                pass
        finally:
            floor.abandon()
            thread.join()

    def _serve(self, floor: Floor) -> bool:
        """One turn: what the hands say is committed, what is missing is claimed. False: the floor is empty."""
        notes = self._wait_for_notes()
        said = [note for note in notes if note is not None]
        if said:
            self._commit(said, floor)
        if time.monotonic() > self._renew_at:
            self.desk.renew()
            self._renew_at = time.monotonic() + RENEW_EVERY
        if floor.is_hungry:
            self._feed(floor)
        return None not in notes

    def _feed(self, floor: Floor) -> None:
        """More work, or none any more: then the seat is free for another sender, while this one waits for the last
        answers."""
        at = time.monotonic()
        if self._claim_at <= at < (self._longest_at if floor.is_held_up else self._over_at):
            if batch := self._claim():
                floor.give(batch)
                return
            self._claim_at = at + CLAIM_PAUSE
        if at >= self._longest_at or not floor.is_busy:
            floor.finish()
            self._seat.close()

    def _wait_for_notes(self) -> list[Note | None]:
        notes = []
        with suppress(queue.Empty):
            notes.append(self._notes.get(timeout=1.0))
            while len(notes) < BATCH:
                notes.append(self._notes.get_nowait())
        return notes

    def _commit(self, notes: Sequence[Note], floor: Floor) -> None:
        fates = [note.fate for note in notes if note.fate]
        attempts = [note.next for note in notes if note.next]
        ours = self._record(attempts, fates) if attempts or fates else set()
        if back := [parcel.id for note in notes for parcel in note.back]:
            self.desk.give_back(back)
        if seconds := max(note.hold for note in notes):
            hold(self.outlet.channel, seconds)
        self.accepted += sum(fate.state == "accepted" for fate in fates)
        floor.answer([(note, note.next is not None and note.next.id in ours) for note in notes])

    def _record(self, attempts: Sequence[Parcel], fates: Sequence[Fate]) -> set[UUID]:
        refused = [fate.id for fate in fates if fate.is_undeliverable]
        if not refused:
            return self.desk.record(attempts, fates)
        with transaction.atomic():
            ours = self.desk.record(attempts, fates)
            run_by_halves(refused, suspend_refused, fail=_log)
        return ours

    def _claim(self) -> list[Parcel]:
        """A batch with its content; what our own code cannot compose fails like any other, and holds nobody back."""
        batch = self.desk.claim(self._size, time.monotonic())
        self._size = min(self._size * 2, BATCH)
        self.outlet.compose(batch)
        if broken := [parcel for parcel in batch if parcel.content is None]:
            at = now()
            self.desk.record([], [fate_of(one, one.refusal or ChannelError("internal"), at) for one in broken])
        return [parcel for parcel in batch if parcel.content is not None]

    def _take_over(self) -> list[Parcel]:
        """What dead senders were attempting. A message that may be repeated goes back in the queue; for the others the
        provider is asked, before anything new leaves."""
        if self.outlet.is_repeatable:
            at = now()
            while orphans := self.desk.take_over(BATCH, time.monotonic()):
                self.desk.record([], [fate_of_orphan(orphan, at) for orphan in orphans])
            return []
        return self.desk.take_over(BATCH, time.monotonic(), ASK_AFTER)


def _log(delivery: UUID, error: Exception) -> None:
    """Its fate is kept all the same; a later refusal suspends the point."""
    logger.error("the point that refused delivery %s is not suspended (%s)", delivery, code_of(error))
