"""The wall clock of beat's machine goes six hours ahead for a while, and comes back.

The demonstration's clock does not move beat's, which is the real one: beat starts with a `sitecustomize` of ours, whose
thread moves the clock of that process alone while a file is there.
"""

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

from tests.faults.house import House
from tests.faults.people import due_reminders, somebody
from tests.faults.verdicts import Verdict, verdict

AHEAD = dt.timedelta(hours=6)
WHILE = 25.0
WITHIN = 30.0
"""Seconds: the longest interval of what must be swept once the clock is back."""
_STILL_AHEAD = "SELECT name FROM django_celery_beat_periodictask WHERE last_run_at > now() + interval '1 minute'"
_MOVES_THE_CLOCK = f"""
import datetime, os, pathlib, threading, time

def watch(asked):
    import time_machine
    while not asked.exists():
        time.sleep(0.2)
    there = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds={AHEAD.total_seconds()})
    with time_machine.travel(there, tick=True):
        while asked.exists():
            time.sleep(0.2)

if asked := os.environ.get("FAULT_CLOCK_AHEAD"):
    threading.Thread(target=watch, args=(pathlib.Path(asked),), daemon=True).start()
"""


def clock_ahead_and_back(house: House, count: int) -> Iterator[Verdict]:
    """Beat's clock jumps and comes back; then reminders fall due. Then another beat takes over from one still ahead."""
    somebody(house)
    house.start_workers()
    asked = _beat_that_jumps(house)
    broken, notes = [], []
    house.wait(lambda: _last_line(house) is not None, 60)
    asked.touch()
    time.sleep(WHILE)
    if _last_line(house) < dt.datetime.now(dt.UTC) + AHEAD - dt.timedelta(minutes=5):
        broken.append("beat's clock did not move: nothing was tried")
    asked.unlink()
    due_reminders(house, count, 0, "email")
    begun = time.monotonic()
    if not house.wait(lambda: house.arrived() != [], WITHIN):
        broken.append(f"nothing left within {WITHIN:.0f} s of the clock's return")
    notes.append(f"the first reminder left {time.monotonic() - begun:.1f} s after the clock came back")
    house.wait(lambda: _is_settled(house))
    house.end("beat")
    yield _told(house, "clock +6 h and back", count, broken, notes)
    yield _takes_over(house, count)
    house.end("worker", "beat")


def _takes_over(house: House, count: int) -> Verdict:
    """What remains after the jump of a machine that is gone: rows dated six hours ahead."""
    broken = []
    house.sql("UPDATE django_celery_beat_periodictask SET last_run_at = now() + interval '6 hours'")
    due_reminders(house, count, 0, "email")
    house.start_beats()
    if not house.wait(lambda: house.arrived() != [], WITHIN + 30):
        broken.append("the beat that took over waits for the clock of the former one")
    house.wait(lambda: _is_settled(house))
    ahead = house.sql(
        "SELECT name FROM django_celery_beat_periodictask WHERE last_run_at > now() + interval '1 minute'"
    )
    if ahead:
        broken.append(f"still dated ahead: {', '.join(name for (name,) in ahead)}")
    return _told(house, "taken over from a clock six hours ahead", count, broken, [])


def _beat_that_jumps(house: House) -> Path:
    """Started with the clock's mover; returns the file that asks for the jump."""
    folder = house.folder / "moved-clock"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_MOVES_THE_CLOCK)
    asked = folder / "ahead"
    asked.unlink(missing_ok=True)
    house.start_beats(PYTHONPATH=str(folder), FAULT_CLOCK_AHEAD=str(asked))
    return asked


def _last_line(house: House) -> dt.datetime | None:
    """When beat wrote its last line, by its own clock: its rows are written every three minutes only."""
    lines = (house.folder / "logs" / "beat1.log").read_text(errors="replace").splitlines()
    dated = [line.split(" ", 1)[0] for line in lines if "Sending due task" in line]
    return dt.datetime.fromisoformat(dated[-1]) if dated else None


def _is_settled(house: House) -> bool:
    ((left,),) = house.sql(
        """SELECT (SELECT count(*) FROM reminders_reminder WHERE state = 'planned')
                + (SELECT count(*) FROM deliveries_delivery WHERE settled_at IS NULL)"""
    )
    return left == 0


def _told(house: House, name: str, count: int, broken: list[str], notes: list[str]) -> Verdict:
    outcome = verdict(house, name, count)
    outcome.broken += broken
    outcome.notes += notes
    return outcome
