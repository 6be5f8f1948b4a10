"""Providers that refuse for a while, ask to wait, answer late, or break."""

import time
from collections.abc import Iterator

from tests.faults.house import House
from tests.faults.people import due, settled_once_asked
from tests.faults.verdicts import Verdict, verdict

FAULTS = {
    "SMTP 451, fifty times": {"smtp": {"reply": "451 4.3.0 Plus tard", "times": 50}},
    # One attempt a bell: the first of a sender's requests finds out for all.
    "SMS 503, fifteen times": {"sms": {"status": 503, "times": 15}},
    "SMS 429, Retry-After 10 s, five times": {"sms": {"status": 429, "retry_after": 10, "times": 5}},
    "SMS accepted, answer lost, twenty times": {"sms": {"cut": True, "times": 20}},
}


def refusing(house: House, count: int) -> Iterator[Verdict]:
    """Back-off brings everything through; the clock is pushed so that nobody waits for hours."""
    for name, fault in FAULTS.items():
        due(house, count, "email", "sms")
        house.misbehave(**fault)
        house.start_workers()
        house.start_beats()
        house.wait(lambda: settled_once_asked(house), 300)
        house.end("worker", "beat")
        yield verdict(house, name, 2 * count)


def slow(house: House, count: int) -> Iterator[Verdict]:
    """An SMS provider that takes a minute to answer: e-mails do not wait for it."""
    due(house, count, "email", "sms")
    house.misbehave(sms={"delay": 60})
    house.start_workers()
    house.start_beats()
    house.wait(lambda: house.arrived() != [], 60)
    started = time.monotonic()
    house.wait(lambda: _emails(house) == count)
    lasted = time.monotonic() - started
    house.misbehave()
    house.wait(lambda: settled_once_asked(house), 300)
    house.end("worker", "beat", patience=90)
    outcome = verdict(house, "SMS provider 60 s slow", 2 * count)
    outcome.notes.append(f"e-mails all accepted in {lasted:.1f} s meanwhile")
    if lasted > 60:
        outcome.broken.append("e-mails waited for the SMS provider")
    yield outcome


def _emails(house: House) -> int:
    return sum(1 for one in house.arrived() if one["kind"] == "email")
