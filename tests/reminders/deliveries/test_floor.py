"""The network's side of a sender, without a database nor a provider: the test answers what it says."""

import asyncio
import threading
import time
import uuid
from queue import SimpleQueue

import pytest

from portal.channels import ChannelError
from portal.clock import now
from reminders.deliveries import floor as floor_module
from reminders.deliveries.floor import Floor, Note
from reminders.deliveries.outlets import NetworkOutlet
from reminders.deliveries.parcels import Parcel

HANDS = 4


class FakeHand:
    """`trouble`: what its provider says to a connection."""

    def __init__(self, provider: "FakeProvider") -> None:
        self.provider, self.is_open = provider, False

    async def ready(self) -> None:
        if not self.is_open:
            self.provider.told.append("connection")
            if self.provider.trouble:
                raise ChannelError(self.provider.trouble)
            self.is_open = True

    async def hand_over(self, parcel: Parcel, following: Parcel | None) -> str:
        self.provider.told.append("message")
        self.provider.at_once += 1
        self.provider.most_at_once = max(self.provider.most_at_once, self.provider.at_once)
        await asyncio.sleep(self.provider.delay)
        self.provider.at_once -= 1
        return "reference"

    async def close(self) -> None: ...


class FakeProvider(NetworkOutlet):
    channel = "email"
    is_repeatable = True

    def __init__(self, trouble: str = "") -> None:
        self.trouble, self.delay = trouble, 0.01
        self.told: list[str] = []
        self.at_once = self.most_at_once = 0

    def connections(self) -> int:
        return HANDS

    def hands(self, count: int) -> list[FakeHand]:
        return [FakeHand(self) for _ in range(count)]


def parcels(count: int) -> list[Parcel]:
    keys = [uuid.uuid4() for _ in range(count)]
    return [Parcel(k, k, k, "email", "reminders", 1, now(), content=b"", claimed_at=time.monotonic()) for k in keys]


@pytest.fixture
def play():
    """`play(provider, first, *more)`: all the notes of a run that is given `more` once it is hungry."""

    def run(provider: FakeProvider, first: list[Parcel], *more: list[Parcel]) -> list[Note]:
        notes: SimpleQueue[Note | None] = SimpleQueue()
        floor, coming, said = Floor(provider, notes, first), list(more), []
        thread = threading.Thread(target=floor.run, daemon=True)
        thread.start()
        while note := notes.get(timeout=10):
            said.append(note)
            floor.answer([(note, note.next is not None)])
            if floor.is_hungry and (note.fate or not coming):
                floor.give(coming.pop(0)) if coming else floor.finish()
        thread.join(timeout=10)
        assert not thread.is_alive()
        return said

    return run


def accepted(notes: list[Note]) -> int:
    return sum(note.fate is not None and note.fate.state == "accepted" for note in notes)


def test_a_run_that_began_with_one_message_calls_all_its_hands_for_the_next(play):
    provider = FakeProvider()
    assert accepted(play(provider, parcels(HANDS + 2), parcels(40))) == HANDS + 42
    assert provider.most_at_once == HANDS
    late = FakeProvider()
    assert accepted(play(late, parcels(1), parcels(40))) == 41
    assert late.most_at_once == HANDS


def test_few_messages_open_few_connections(play):
    provider = FakeProvider()
    assert accepted(play(provider, parcels(2))) == 2
    assert provider.told.count("connection") == 2


def test_hands_connect_while_the_first_is_heard_and_wait_to_speak(play):
    provider = FakeProvider()
    play(provider, parcels(20))
    spoken = [number for number, what in enumerate(provider.told) if what == "message"]
    connected = [number for number, what in enumerate(provider.told) if what == "connection"]
    assert connected[-1] < spoken[1] and provider.told.count("connection") == HANDS


def test_a_provider_that_is_down_gets_no_message_and_everything_comes_back(play):
    provider = FakeProvider(trouble="unreachable")
    notes = play(provider, parcels(20))
    assert "message" not in provider.told and accepted(notes) == 0
    assert sum(len(note.back) for note in notes) == 20


class SlowHand(FakeHand):
    async def hand_over(self, parcel: Parcel, following: Parcel | None) -> str:
        if parcel.language == "slow":
            await asyncio.sleep(3)
        self.provider.ended.append(parcel.language)
        return "reference"


class SlowProvider(FakeProvider):
    def __init__(self) -> None:
        super().__init__()
        self.ended: list[str] = []

    def hands(self, count: int) -> list[SlowHand]:
        return [SlowHand(self) for _ in range(count)]


def slow(count: int) -> list[Parcel]:
    made = parcels(count)
    for parcel in made:
        parcel.language = "slow"
    return made


def test_when_all_connections_wait_as_many_again_go_on(play, monkeypatch):
    monkeypatch.setattr(floor_module, "SLOW_AFTER", 0.05)
    monkeypatch.setattr(floor_module, "SCOUT_FOR", 0.05)
    provider = SlowProvider()
    assert accepted(play(provider, slow(HANDS) + parcels(30))) == HANDS + 30
    assert provider.ended == [""] * 30 + ["slow"] * HANDS  # what follows a slow one does not wait for it either


def test_what_nobody_is_free_to_carry_is_given_back_at_once(monkeypatch):
    monkeypatch.setattr(floor_module, "SLOW_AFTER", 0.05)
    monkeypatch.setattr(floor_module, "SCOUT_FOR", 0.05)
    notes: SimpleQueue[Note | None] = SimpleQueue()
    floor = Floor(SlowProvider(), notes, slow(2 * HANDS + 30))
    threading.Thread(target=floor.run, daemon=True).start()
    began, back = time.monotonic(), 0
    while back < 30:
        note = notes.get(timeout=5)
        back += len(note.back)
        floor.answer([(note, note.next is not None)])
    assert time.monotonic() - began < 2.5 and floor.is_held_up and not floor.is_hungry
    floor.finish()
    while note := notes.get(timeout=10):
        floor.answer([(note, note.next is not None)])
