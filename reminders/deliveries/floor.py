"""The network's side of a sender: an event loop in a thread of its own, many hands at work, one message each.

It never touches the database: what must be committed is said in a `Note`, and a hand waits for the answer before it
lets the next message go.

A provider that has a message whole may take minutes to say so. Such a connection waits alone (`Turn.is_slow`): what it
would carry next goes to another, and one more works in its place, up to as many again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue

from portal.channels import ChannelError
from portal.clock import now
from reminders.deliveries.backoff import fate_in_doubt, fate_of, fate_of_accepted, fate_of_ambiguous
from reminders.deliveries.outlets import NetworkOutlet
from reminders.deliveries.parcels import Fate, Hand, Parcel

logger = logging.getLogger(__name__)
FRESH_FOR = 20.0
"""Seconds after its claim during which a message may leave; then its consents, its act and its hours are read again."""
SLOW_AFTER = 5.0
"""Seconds of a message after which its connection waits alone."""
_PROVIDER_IS_DOWN = frozenset({"unreachable", "unconfigured", "421", "429", "503"})
SCOUT_FOR = 2.0
"""Seconds given to the first hand: a provider that is down costs one attempt, not one for each connection."""


@dataclass(slots=True, eq=False)
class Note:
    """To commit: what became of a message, that the next one is about to leave, what is given back untouched."""

    fate: Fate | None = None
    next: Parcel | None = None
    back: Sequence[Parcel] = ()
    hold: float = 0.0
    """Seconds for which the provider asked not to be disturbed."""
    answer: "asyncio.Future[bool] | None" = field(default=None, repr=False)


@dataclass(slots=True, eq=False)
class Turn:
    """One message in the hands of a connection, and the one it carries next."""

    parcel: Parcel
    following: Parcel | None = None
    is_slow: bool = False


class Floor:
    """`run` is the thread. `give`, `finish`, `answer` and `abandon` are called from the other one. When all is
    over, None is put in `notes`."""

    def __init__(self, outlet: NetworkOutlet, notes: "SimpleQueue[Note | None]", first: Sequence[Parcel]) -> None:
        self.outlet = outlet
        self.is_refused = False
        self._notes = notes
        self._loop = asyncio.new_event_loop()
        self._parcels: deque[Parcel] = deque(first)
        self._idle: deque[asyncio.Future] = deque()
        self._is_last = False
        self._answered = asyncio.Event()
        self._back: list[Parcel] = []
        self._hold = 0.0
        self._work: asyncio.Task | None = None
        self._hands = outlet.connections()
        self._working = 0
        self._waiting = 0
        self._in_hand = 0
        self._resting: deque[Hand] = deque()
        self._group: asyncio.TaskGroup | None = None

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

    @property
    def is_hungry(self) -> bool:
        return not self._is_last and self._has_room and len(self._parcels) <= self._hands

    @property
    def is_busy(self) -> bool:
        """There are messages whose outcome is not known yet."""
        return self._in_hand > 0 or bool(self._parcels)

    @property
    def is_held_up(self) -> bool:
        """A provider is slow to say what became of a message: the run lasts as long, and may serve others."""
        return self._waiting > 0

    @property
    def _has_room(self) -> bool:
        """Some connection may work: not all of them, and not all that may take their place, wait."""
        return bool(self._working or self._resting)

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

    def _call_hands(self, wanted: int) -> None:
        """As many as there are messages for them: a run that began with one message may be given hundreds."""
        while self._group and self._resting and wanted > 0 and self._working < self._hands:
            self._working += 1
            self._group.create_task(self._join(self._resting.popleft()))
            wanted -= 1

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

    def _go_round(self, turn: Turn) -> None:
        """A message takes long: its connection waits alone, another takes its place and what it would carry next."""
        logger.info("delivery %s waits for its answer", turn.parcel.id)
        turn.is_slow = True
        self._working -= 1
        self._waiting += 1
        if turn.following:
            self._parcels.appendleft(turn.following)
            turn.following = None
        self._go_on()

    def _leave(self, hand: Hand, *, was_slow: bool) -> None:
        """One that waited rests, and is the next one's spare. One that cannot connect is not called again."""
        if was_slow:
            self._waiting -= 1
            self._resting.append(hand)
        else:
            self._working -= 1
        self._go_on()

    def _go_on(self) -> None:
        """Whoever is free takes what is left; when nobody is, nothing is kept from other senders."""
        if not self._has_room or self.is_refused:
            self._back += self._parcels
            self._parcels.clear()
        self._give_back()
        self._call_hands(len(self._parcels) - len(self._idle))
        self._wake()

    def _give_back(self) -> None:
        if self._back:
            self._notes.put(Note(back=self._back))
            self._back = []

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

    def _pick(self) -> Parcel | None:
        while self._parcels and not self.is_refused:
            parcel = self._parcels.popleft()
            if _is_fresh(parcel):
                return parcel
            self._back.append(parcel)
        return None

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
        if _is_fresh(parcel):
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

    def _refuse(self) -> None:
        """Nothing more leaves in this run; what was not attempted goes back untouched."""
        self.is_refused = self._is_last = True
        self._answered.set()
        self._go_on()

    async def _say(self, note: Note) -> bool:
        note.answer = self._loop.create_future()
        note.back, self._back = self._back, []
        note.hold, self._hold = self._hold, 0.0
        self._notes.put(note)
        return await note.answer

    def _take(self, parcels: Sequence[Parcel]) -> None:
        self._parcels.extend(parcels)
        self._call_hands(len(self._parcels) - len(self._idle))
        self._wake()

    def _wake(self) -> None:
        while self._idle and (self._parcels or self._is_last):
            idle = self._idle.popleft()
            if not idle.done():
                idle.set_result(None)


def _is_fresh(parcel: Parcel) -> bool:
    return time.monotonic() - parcel.claimed_at < FRESH_FOR


def _resolve(answers: Sequence[tuple[Note, bool]]) -> None:
    for note, is_ours in answers:
        if note.answer and not note.answer.done():
            note.answer.set_result(is_ours)
