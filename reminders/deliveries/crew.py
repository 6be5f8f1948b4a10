"""Who of a sender's connections works, waits or rests, and what is left for them; in the event loop of `floor.py`."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from reminders.deliveries.outlets import NetworkOutlet
from reminders.deliveries.parcels import Fate, Hand, Parcel

logger = logging.getLogger(__name__)
FRESH_FOR = 20.0
"""Seconds after its claim during which a message may leave; then its consents, its act and its hours are read again."""


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


class Crew:
    """As many connections work as the outlet says; one that waits for a slow answer is replaced, up to as many more."""

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
        self._hands = outlet.connections()
        self._working = 0
        self._waiting = 0
        self._in_hand = 0
        self._resting: deque[Hand] = deque()
        self._group: asyncio.TaskGroup | None = None

    def _join(self, hand: Hand) -> Coroutine:
        """One more hand comes to work."""
        raise NotImplementedError

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

    def _call_hands(self, wanted: int) -> None:
        """As many as there are messages for them: a run that began with one message may be given hundreds."""
        while self._group and self._resting and wanted > 0 and self._working < self._hands:
            self._working += 1
            self._group.create_task(self._join(self._resting.popleft()))
            wanted -= 1

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

    def _pick(self) -> Parcel | None:
        while self._parcels and not self.is_refused:
            parcel = self._parcels.popleft()
            if is_fresh(parcel):
                return parcel
            self._back.append(parcel)
        return None

    def _refuse(self) -> None:
        """Nothing more leaves in this run; what was not attempted goes back untouched."""
        self.is_refused = self._is_last = True
        self._answered.set()
        self._go_on()

    def _take(self, parcels: Sequence[Parcel]) -> None:
        self._parcels.extend(parcels)
        self._call_hands(len(self._parcels) - len(self._idle))
        self._wake()

    def _wake(self) -> None:
        while self._idle and (self._parcels or self._is_last):
            idle = self._idle.popleft()
            if not idle.done():
                idle.set_result(None)


def is_fresh(parcel: Parcel) -> bool:
    return time.monotonic() - parcel.claimed_at < FRESH_FOR
