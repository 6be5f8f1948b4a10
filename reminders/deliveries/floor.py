"""The network's side of a sender: an event loop in a thread of its own, many hands at work, one message each.

It never touches the database: what must be committed is said in a `Note`, and a hand waits for the answer before it
lets the next message go.

A provider that has a message whole may take minutes to say so. Such a connection waits alone (`Turn.is_slow`): what it
would carry next goes to another, and one more works in its place, up to as many again.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue

from portal.channels import ChannelError
from portal.clock import now
from reminders.deliveries.backoff import fate_in_doubt, fate_of, fate_of_accepted, fate_of_ambiguous
from reminders.deliveries.crew import Crew, Note, Turn, is_fresh
from reminders.deliveries.outlets import NetworkOutlet
from reminders.deliveries.parcels import Fate, Hand, Parcel

logger = logging.getLogger(__name__)
SLOW_AFTER = 5.0
"""Seconds of a message after which its connection waits alone."""
_PROVIDER_IS_DOWN = frozenset({"unreachable", "unconfigured", "421", "429", "503"})
SCOUT_FOR = 2.0
"""Seconds given to the first hand: a provider that is down costs one attempt, not one for each connection."""


class Floor(Crew):
    """`run` is the thread. `give`, `finish`, `answer` and `abandon` are called from the other one. When all is
    over, None is put in `notes`."""

    def __init__(self, outlet: NetworkOutlet, notes: "SimpleQueue[Note | None]", first: Sequence[Parcel]) -> None:
        super().__init__(outlet, notes, first)
        self._work: asyncio.Task | None = None

    # -- from the other thread ---------------------------------------------------------------------------------------
    def run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._main())
        except asyncio.CancelledError:
            logger.warning("sender of %s abandoned", self.outlet.channel)
        except Exception:
            logger.exception("sender of %s failed in our own code", self.outlet.channel)
        finally:
            self._notes.put(None)

    def give(self, parcels: Sequence[Parcel]) -> None:
        self._tell(self._take, parcels)

    def finish(self) -> None:
        """Nothing more will come."""
        self._is_last = True
        self._tell(self._wake)

    def answer(self, answers: Sequence[tuple[Note, bool]]) -> None:
        """These notes are committed; True: the next message is really ours and may leave."""
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
        hands = self.outlet.hands(2 * self._hands)
        self._resting.extend(hands)
        try:
            async with asyncio.TaskGroup() as self._group:
                self._working += 1
                self._group.create_task(self._serve(self._resting.popleft()))
                self._call_hands(len(self._parcels) - 1)
            self._group = None
            self._notes.put(Note(back=[*self._back, *self._parcels]))
        finally:
            await asyncio.gather(*(hand.close() for hand in hands), return_exceptions=True)

    async def _join(self, hand: Hand) -> None:
        """Connects while the first hand is heard: that costs no attempt, and saves the wait of a connection."""
        with suppress(TimeoutError):  # slow is not down
            async with asyncio.timeout(SCOUT_FOR):
                with suppress(ChannelError):  # told once it serves
                    await hand.ready()
                await self._answered.wait()
        await self._serve(hand)

    async def _serve(self, hand: Hand) -> None:
        """One hand's day. The fate of a message is committed with the attempt of the next."""
        parcel, fate = await self._next(None)
        turn = None
        while parcel is not None:
            turn = Turn(parcel)
            self._in_hand += 1
            goes_on, fate = await self._one(hand, turn, fate)
            self._in_hand -= 1
            if not goes_on:
                break
            parcel, fate = (turn.following, fate) if turn.following else await self._next(fate)
        if fate:
            await self._say(Note(fate=fate))
        self._leave(hand, was_slow=turn is not None and turn.is_slow)

    async def _one(self, hand: Hand, turn: Turn, fate: Fate | None) -> tuple[bool, Fate | None]:
        """One message, after the outcome of the former. Returns whether this hand goes on, and what to say of it."""
        if not await self._is_ready(hand, turn.parcel):
            return False, fate
        if not await self._may_leave(turn.parcel, fate):
            return True, None
        turn.following = None if turn.parcel.is_orphan else self._pick()
        timer = self._loop.call_later(SLOW_AFTER, self._go_round, turn)
        try:
            fate = await self._hand_over(hand, turn.parcel, turn.following)
        finally:
            timer.cancel()
        return not turn.is_slow, fate

    async def _next(self, fate: Fate | None) -> tuple[Parcel | None, Fate | None]:
        """Before it waits for work, a hand says what it has done."""
        parcel = self._pick()
        if parcel is None and fate:
            await self._say(Note(fate=fate))
            fate = None
        while parcel is None and not self._is_last:
            self._give_back()
            idle = self._loop.create_future()
            self._idle.append(idle)
            await idle
            parcel = self._pick()
        return parcel, fate

    async def _is_ready(self, hand: Hand, parcel: Parcel) -> bool:
        """False: this hand cannot work. When no other could before it, the provider is down and all is given back."""
        try:
            await hand.ready()
            return True
        except ChannelError as error:
            logger.warning("%s does not answer: %s", self.outlet.channel, error.code)
            self._back.append(parcel)
            if not self._answered.is_set():
                self._refuse()
            return False

    async def _may_leave(self, parcel: Parcel, fate: Fate | None) -> bool:
        if parcel.is_orphan:
            return await self._say(Note(fate=fate)) or True
        if is_fresh(parcel):
            return await self._say(Note(fate=fate, next=parcel))
        self._back.append(parcel)
        await self._say(Note(fate=fate))
        return False

    async def _hand_over(self, hand: Hand, parcel: Parcel, following: Parcel | None) -> Fate | None:
        """None: in doubt, and the provider will be asked in a while; the row stays `attempted`."""
        try:
            if parcel.is_orphan:
                return await self._fate_of_lost(hand, parcel)
            reference = await hand.hand_over(parcel, following)
        except ChannelError as error:
            return self._fate_of_failed(parcel, error)
        except Exception:
            logger.exception("delivery %s failed in our own code", parcel.id)
            return self._fate_of_failed(parcel, ChannelError("internal", uncertain=True))
        self._answered.set()
        return fate_of_accepted(parcel, reference)

    def _fate_of_failed(self, parcel: Parcel, error: ChannelError) -> Fate | None:
        logger.info("delivery %s not accepted: %s", parcel.id, error.code)
        if error.retry_after or error.code in _PROVIDER_IS_DOWN:
            self._hold = max(self._hold, error.retry_after.total_seconds() if error.retry_after else 0)
            self._refuse()
        else:
            self._answered.set()
        if not error.uncertain:
            return fate_of(parcel, error, now())
        if self.outlet.is_repeatable:
            return fate_of_ambiguous(parcel, error.code, now())
        return None if self.outlet.can_look_up() else fate_in_doubt(parcel, error.code)

    async def _fate_of_lost(self, hand: Hand, parcel: Parcel) -> Fate:
        try:
            reference = await hand.look_up(parcel)
        except ChannelError as error:
            return fate_in_doubt(parcel, error.code)
        finally:
            self._answered.set()
        return fate_of(parcel, None if reference else ChannelError("lost"), now(), reference or "")

    async def _say(self, note: Note) -> bool:
        note.answer = self._loop.create_future()
        note.back, self._back = self._back, []
        note.hold, self._hold = self._hold, 0.0
        self._notes.put(note)
        return await note.answer


def _resolve(answers: Sequence[tuple[Note, bool]]) -> None:
    for note, is_ours in answers:
        if note.answer and not note.answer.done():
            note.answer.set_result(is_ours)
