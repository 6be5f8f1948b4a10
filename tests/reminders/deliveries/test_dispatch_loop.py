"""The network's side of a sender, without a database nor a provider: the test answers what it says."""

import asyncio
import threading
import time
import uuid
from collections.abc import Callable
from queue import SimpleQueue

import pytest

from portal.clock import now
from portal.foundation.channels import ChannelError
from reminders.deliveries import dispatch_loop as loop_module
from reminders.deliveries.adapters import NetworkAdapter
from reminders.deliveries.dispatch_loop import DispatchLoop, SendReport
from reminders.deliveries.outgoing import OutgoingMessage

CONNECTIONS = 4


class FakeConnection:
    """`trouble`: what its provider says to a connection."""

    def __init__(self, provider: "FakeProvider") -> None:
        self.provider, self.is_open = provider, False

    async def ready(self) -> None:
        if not self.is_open:
            self.provider.heard.append("connection")
            if self.provider.trouble:
                raise ChannelError(self.provider.trouble)
            self.is_open = True

    async def send(self, message: OutgoingMessage, following: OutgoingMessage | None) -> str:
        self.provider.heard.append("message")
        self.provider.at_once += 1
        self.provider.most_at_once = max(self.provider.most_at_once, self.provider.at_once)
        await asyncio.sleep(self.provider.delay)
        self.provider.at_once -= 1
        return "reference"

    async def close(self) -> None: ...


class FakeProvider(NetworkAdapter):
    channel = "email"
    is_repeatable = True

    def __init__(self, trouble: str = "") -> None:
        self.trouble, self.delay = trouble, 0.01
        self.heard: list[str] = []
        self.at_once = self.most_at_once = 0

    def most_connections(self) -> int:
        return CONNECTIONS

    def open_connections(self, count: int) -> list[FakeConnection]:
        return [FakeConnection(self) for _ in range(count)]


def messages(count: int) -> list[OutgoingMessage]:
    keys = [uuid.uuid4() for _ in range(count)]
    return [
        OutgoingMessage(k, k, k, "email", "reminders", 1, now(), content=b"", claimed_at=time.monotonic()) for k in keys
    ]


@pytest.fixture
def play():
    """`play(provider, first, *more)`: all the reports of a run that is given `more` once it is hungry. `is_over`: when
    it may be told that nothing more comes, the free connections then leave."""

    def run(
        provider: FakeProvider,
        first: list[OutgoingMessage],
        *more: list[OutgoingMessage],
        is_over: Callable[[], bool] = lambda: True,
    ) -> list[SendReport]:
        reports: SimpleQueue[SendReport | None] = SimpleQueue()
        loop, coming, made = DispatchLoop(provider, reports, first), list(more), []
        thread = threading.Thread(target=loop.run, daemon=True)
        thread.start()
        while report := reports.get(timeout=10):
            made.append(report)
            loop.answer([(report, report.next is not None)])
            if loop.is_hungry and (report.result or not coming):
                if coming:
                    loop.give(coming.pop(0))
                elif is_over():
                    loop.finish()
        thread.join(timeout=10)
        assert not thread.is_alive()
        return made

    return run


def accepted(reports: list[SendReport]) -> int:
    return sum(report.result is not None and report.result.state == "accepted" for report in reports)


def test_a_run_that_began_with_one_message_opens_all_its_connections_for_the_next(play):
    provider = FakeProvider()
    assert accepted(play(provider, messages(CONNECTIONS + 2), messages(40))) == CONNECTIONS + 42
    assert provider.most_at_once == CONNECTIONS
    late = FakeProvider()
    assert accepted(play(late, messages(1), messages(40))) == 41
    assert late.most_at_once == CONNECTIONS


def test_few_messages_open_few_connections(play):
    provider = FakeProvider()
    assert accepted(play(provider, messages(2))) == 2
    assert provider.heard.count("connection") == 2


def test_connections_open_while_the_first_is_heard_and_wait_to_speak(play):
    provider = FakeProvider()
    play(provider, messages(20))
    spoken = [number for number, what in enumerate(provider.heard) if what == "message"]
    connected = [number for number, what in enumerate(provider.heard) if what == "connection"]
    assert connected[-1] < spoken[1] and provider.heard.count("connection") == CONNECTIONS


def test_a_provider_that_is_down_gets_no_message_and_everything_comes_back(play):
    provider = FakeProvider(trouble="unreachable")
    reports = play(provider, messages(20))
    assert "message" not in provider.heard and accepted(reports) == 0
    assert sum(len(report.back) for report in reports) == 20


class SlowConnection(FakeConnection):
    async def send(self, message: OutgoingMessage, following: OutgoingMessage | None) -> str:
        if message.language == "slow":
            await asyncio.sleep(3)
        self.provider.ended.append(message.language)
        return "reference"


class SlowProvider(FakeProvider):
    def __init__(self) -> None:
        super().__init__()
        self.ended: list[str] = []

    def open_connections(self, count: int) -> list[SlowConnection]:
        return [SlowConnection(self) for _ in range(count)]


def slow(count: int) -> list[OutgoingMessage]:
    made = messages(count)
    for message in made:
        message.language = "slow"
    return made


def test_when_all_connections_wait_as_many_again_go_on(play, monkeypatch):
    monkeypatch.setattr(loop_module, "SLOW_AFTER", 0.3)
    monkeypatch.setattr(loop_module, "SCOUT_FOR", 0.3)
    provider = SlowProvider()
    # Told sooner, those that are free would leave, with nobody for what a slow one still holds.
    reports = play(provider, slow(CONNECTIONS) + messages(30), is_over=lambda: len(provider.ended) > 30)
    assert accepted(reports) == CONNECTIONS + 30
    assert provider.ended == [""] * 30 + ["slow"] * CONNECTIONS  # what follows a slow one does not wait for it either


def test_what_nobody_is_free_to_carry_is_given_back_at_once(monkeypatch):
    monkeypatch.setattr(loop_module, "SLOW_AFTER", 0.3)
    monkeypatch.setattr(loop_module, "SCOUT_FOR", 0.3)
    reports: SimpleQueue[SendReport | None] = SimpleQueue()
    loop = DispatchLoop(SlowProvider(), reports, slow(2 * CONNECTIONS + 30))
    threading.Thread(target=loop.run, daemon=True).start()
    began, back = time.monotonic(), 0
    while back < 30:
        report = reports.get(timeout=5)
        back += len(report.back)
        loop.answer([(report, report.next is not None)])
    assert time.monotonic() - began < 2.5 and loop.is_held_up and not loop.is_hungry
    loop.finish()
    while report := reports.get(timeout=10):
        loop.answer([(report, report.next is not None)])
