"""A relay that has the message and is slow to say so, or never does."""

import time
from collections.abc import Iterator

from tests.faults.house import House
from tests.faults.people import due, settled, settled_once_asked
from tests.faults.verdicts import Verdict, verdict

SLOW = 12
"""Messages whose answer comes late: more than a sender has connections."""
LATE = 25
"""Seconds, past the time-out of a command."""
A_MINUTE = 60.0


def mute_relay(house: House, count: int) -> Iterator[Verdict]:
    yield _slow(house, count)
    yield _never(house, min(count, 50))


def _slow(house: House, count: int) -> Verdict:
    """Each message arrives once, and those that the relay accepts at once do not wait for the others."""
    due(house, count, "email")
    house.misbehave(smtp={"delay": LATE, "times": SLOW})
    house.start_workers()
    house.start_beats()
    started = time.monotonic()
    others = count - SLOW
    house.wait(lambda: len(house.arrived()) >= 0.95 * others)
    lasted = time.monotonic() - started
    house.wait(lambda: settled(house))
    house.end("worker", "beat")
    outcome = verdict(house, f"relay {LATE} s late, {SLOW} times", count)
    outcome.notes.append(f"p95 of the others: {lasted:.1f} s, the start of the processes included")
    if lasted > A_MINUTE:
        outcome.broken.append("others waited for the slow ones")
    return outcome


def _never(house: House, count: int) -> Verdict:
    """Accepted, then cut, always: three times each at most, then a row says that nobody knows."""
    due(house, count, "email")
    house.misbehave(smtp={"cut": True})
    house.start_workers()
    house.start_beats()
    house.wait(lambda: settled_once_asked(house), 300)
    house.end("worker", "beat")
    outcome = verdict(
        house, "relay that accepts and hangs up", count, emails_twice_at_most=2 * count, told_failed=count
    )
    ((uncertain,),) = house.sql(
        "SELECT count(DISTINCT recipient_id) FROM deliveries_delivery WHERE state = 'uncertain'"
    )
    ((left,),) = house.sql("SELECT count(*) FROM deliveries_delivery WHERE settled_at IS NULL")
    outcome.notes.append(f"{uncertain} are shown as uncertain")
    if left or uncertain != count:
        outcome.broken.append(f"{left} are still repeated")
    return outcome
