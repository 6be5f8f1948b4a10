"""Senders that die: killed between the provider's acceptance and the commit, or told to stop in the middle."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

from tests.faults.house import House
from tests.faults.people import due, settled_once_asked
from tests.faults.verdicts import Verdict, verdict

KILLS = 20


def killed_senders(house: House, count: int) -> Iterator[Verdict]:
    """A sender at a time, kill -9 as soon as the sink has accepted something more."""
    for channel in ("email", "sms"):
        due(house, count, channel)
        house.send_once("email", release=True).wait(60)
        kills = sum(_kill_one(house, channel) for _ in range(_kills_for(count)))
        connections = house.connections(channel)
        house.start_workers()
        house.start_beats()
        house.wait(lambda: settled_once_asked(house))
        house.end("worker", "beat")
        outcome = verdict(
            house, f"{channel}: sender killed -9, {kills} times", count, emails_twice_at_most=kills * connections
        )
        yield outcome


def _kills_for(count: int) -> int:
    """A message in doubt for a third time is left to people to settle: few messages are not killed as often."""
    return max(2, min(KILLS, count // 50))


def _kill_one(house: House, channel: str) -> bool:
    """True when it was killed while it worked."""
    before = len(house.arrived())
    sender = house.send_once(channel)
    over = time.monotonic() + 30
    while sender.poll() is None and time.monotonic() < over and len(house.arrived()) == before:
        time.sleep(0.002)
    with suppress(ProcessLookupError):
        os.killpg(sender.pid, signal.SIGKILL)
    return sender.wait() == -signal.SIGKILL


def told_to_stop(house: House, count: int) -> Iterator[Verdict]:
    """SIGTERM to the worker in the middle of a batch, as a deployment does, then another worker."""
    due(house, count, "email", "sms")
    house.start_workers()
    house.start_beats()
    house.wait(lambda: len(house.arrived()) > count // 4)
    started = time.monotonic()
    house.end("worker", patience=60)
    stopped = time.monotonic() - started
    house.start_workers()
    house.wait(lambda: settled_once_asked(house))
    house.end("worker", "beat")
    outcome = verdict(house, "SIGTERM during a batch", 2 * count)
    outcome.notes.append(f"the worker stopped in {stopped:.0f} s")
    yield outcome
