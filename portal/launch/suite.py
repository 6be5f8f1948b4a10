"""The suite in groups, as many at a time as the machine has cores (two at least).

Browser walks share a demonstration and wait a lot; the rest computes. Each group is a pytest of its own, with its own
database, copied from one that the first group seeds (`tests/databases.py`). The long suite (`manage.py test --long`) is
what is marked `long`, and half of the groups, walks aside, at each of two other days.
"""

import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from portal.launch import days
from portal.launch.places import ROOT

# In an order that lets two slots end together. What is in no other group is in "rest".
GROUPS = {
    "browser": ["tests/browser"],
    "reminders": ["tests/reminders"],
    "rest": ["tests"],
    "portal": ["tests/portal", "tests/messaging"],
    "programs": ["tests/programs"],
}
PAUSE = 0.2
LONG = "--long"
DRAWN_HALVES = 2
NOTHING_COLLECTED = 5
"""pytest's exit code when no test was chosen."""


@dataclass(frozen=True)
class Work:
    """One pytest: a group, and what it is run with."""

    name: str
    group: str
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    may_be_empty: bool = False


@dataclass
class _Running:
    work: Work
    process: subprocess.Popen
    output: IO[bytes]
    started: float


def is_whole(arguments: Sequence[str]) -> bool:
    """No argument chooses tests: no place, no `-k`, no `-m`, nothing that pytest only tells."""
    places = [one for one in arguments if (ROOT / one.split("::")[0]).exists() and not one.startswith("-")]
    choosing = {"-k", "-m", "--lf", "--ff", "-x", "--co", "--collect-only", "-h", "--help", "--version", "--pdb", "-s"}
    return not places and not any(one.split("=")[0] in choosing for one in arguments)


def run(arguments: Sequence[str]) -> int:
    """Exit code of the worst group. What each says is printed whole when it ends."""
    others = [one for one in arguments if one != LONG]
    waiting = list(long_work()) if LONG in arguments else [Work(name, name) for name in GROUPS]
    running: list[_Running] = []
    codes: list[int] = []
    room = max(2, os.cpu_count() or 2)
    folder = tempfile.TemporaryDirectory(prefix="relais-run-")
    os.environ |= {"TEST_RUN_FOLDER": folder.name, "TEST_RUN": secrets.token_hex(6)}
    try:
        while waiting or running:
            while waiting and len(running) < room:
                running.append(_start(waiting.pop(0), others))
            time.sleep(PAUSE)
            for one in [one for one in running if one.process.poll() is not None]:
                running.remove(one)
                codes.append(_end(one))
    finally:
        for one in running:
            one.process.terminate()
        folder.cleanup()
    return max(codes)


def long_work() -> Iterator[Work]:
    """What is marked `long`, today; then each of the days drawn, with half of the groups: the other half of a day comes
    another time. `manage.py test --on DAY` runs all of them."""
    today = days.today()
    drawn = days.drawn(today)
    print(f"Jours tirés : {', '.join(drawn)} (manage.py test --on JOUR les refait en entier)", flush=True)
    yield Work("long", "whole", (LONG,), may_be_empty=True)
    groups = [group for group in GROUPS if group != "browser"]
    for number, day in enumerate(drawn):
        # Seeded at that day: not the template of another one.
        environment = {days.VARIABLE: days.instant(day).isoformat(), "TEST_RUN": secrets.token_hex(6)}
        for group in groups[(today.toordinal() + number) % DRAWN_HALVES :: DRAWN_HALVES]:
            yield Work(f"{group} {day}", group, environment=environment)


def _start(work: Work, arguments: Sequence[str]) -> _Running:
    output = tempfile.TemporaryFile()  # noqa: SIM115 - closed when its group ends
    name = re.sub(r"\W", "_", work.name)
    environment = os.environ | work.environment
    environment["TEST_DATABASE_SUFFIX"] = "_".join(filter(None, [os.environ.get("TEST_DATABASE_SUFFIX"), name]))
    command = [sys.executable, "-m", "pytest", *_places(work.group), *work.arguments, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    return _Running(work, process, output, time.monotonic())


def _places(group: str) -> list[str]:
    """The folders of a group; "rest" leaves out those of the others, "whole" nothing."""
    if group == "whole":
        return ["tests"]
    others = [place for name, places in GROUPS.items() if name != group for place in places if place != "tests"]
    return [*GROUPS[group], *([f"--ignore={place}" for place in others] if group == "rest" else [])]


def _end(one: _Running) -> int:
    one.output.seek(0)
    seconds = time.monotonic() - one.started
    print(f"\n=== {one.work.name}: {seconds:.0f} s ===", flush=True)
    sys.stdout.flush()
    _copy(one.output)
    one.output.close()
    code = int(one.process.returncode)
    if code < 0:  # ended by a signal
        return 1
    return 0 if one.work.may_be_empty and code == NOTHING_COLLECTED else code


def _copy(output: IO[bytes]) -> None:
    for line in output:
        print(line.decode(errors="replace"), end="")
    sys.stdout.flush()


def places() -> list[Path]:
    """Every place named above, for the test that looks after this list."""
    return [ROOT / place for group in GROUPS.values() for place in group]
