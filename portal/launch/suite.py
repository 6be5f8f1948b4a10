"""The suite in groups, one more at a time than the machine has cores (two at least).

Browser walks share a demonstration and wait a lot: they come first, beside the others, which compute. Each group is a
pytest of its own, with its own database, copied from one that the first group seeds (`tests/databases.py`). The long
suite (`manage.py test --long`) is what is marked `long` (most walks are), the benches, a share of the faults, and, at
each of two other days, a group that is not the walks. `--coverage` prints what share of the code's branches the groups
ran.
"""

import importlib
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

# In an order that lets all slots end together: the longest first. A folder or a file of its own leaves the group of the
# folder around it; what is in no other group is in "rest".
GROUPS = {
    "browser": ["tests/browser"],
    "portal": ["tests/portal"],
    "reminders": ["tests/reminders"],
    "papers": [
        "tests/messaging",
        "tests/portal/documents",
        "tests/portal/dossiers",
        "tests/portal/foundation",
        "tests/portal/imported_dossiers",
        "tests/portal/imports",
        "tests/portal/publishing",
        "tests/portal/requested_documents",
    ],
    "pages": [
        "tests/gestion",
        "tests/test_access.py",
        "tests/test_hostile_input.py",
        "tests/test_journal.py",
        "tests/test_readings.py",
    ],
    "sending": [
        "tests/reminders/deadlines",
        "tests/reminders/deliveries",
        "tests/reminders/fallback",
        "tests/reminders/imported_deadlines",
        "tests/reminders/linter",
        "tests/reminders/reminders",
    ],
    "programs": ["tests/programs"],
    "rest": ["tests"],
}
DAILY = ["portal", "programs", "pages", "papers", "reminders", "rest", "sending"]
"""Those that the long suite runs at other days, two by two: never the two longest on one day."""
NO_DAY = ("--ignore=tests/gates",)
"""What no day changes: the types and the style of the code."""
BENCHES = "tests/bench"
FAULTS_A_DAY, PEOPLE_A_FAULT = 5, 60
PAUSE = 0.2
LONG, COVERAGE = "--long", "--coverage"
NOTHING_COLLECTED = 5
"""pytest's exit code when no test was chosen."""


@dataclass(frozen=True)
class Work:
    """One pytest: a group, and what it is run with. Or the `program` of its own that Python runs instead."""

    name: str
    group: str
    arguments: tuple[str, ...] = ()
    program: tuple[str, ...] = ()
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
    others = [one for one in arguments if one not in {LONG, COVERAGE}]
    waiting = list(long_work()) if LONG in arguments else [Work(name, name) for name in GROUPS]
    running: list[_Running] = []
    codes: list[int] = []
    folder = tempfile.TemporaryDirectory(prefix="relais-run-")
    os.environ |= {"TEST_RUN_FOLDER": folder.name, "TEST_RUN": secrets.token_hex(6)}
    if COVERAGE in arguments:
        os.environ["COVERAGE_FILE"] = str(Path(folder.name) / "coverage")
    try:
        while waiting or running:
            while waiting and _has_room(running):
                running.append(_start(waiting.pop(0), others))
            time.sleep(PAUSE)
            for one in [one for one in running if one.process.poll() is not None]:
                running.remove(one)
                codes.append(_end(one))
        if COVERAGE in arguments:
            codes.append(_report_coverage())
    finally:
        for one in running:
            one.process.terminate()
        folder.cleanup()
    return max(codes)


def _has_room(running: Sequence[_Running]) -> bool:
    """One more than there are cores: each waits now and then, the walks most of the time."""
    return len(running) <= max(2, os.cpu_count() or 2)


def long_work() -> Iterator[Work]:
    """What is marked `long`, today; each of the two days drawn, with one group; benches at their small size; five of
    the faults. The other groups and faults come another time; `manage.py test --on DAY` runs all of a day."""
    today = days.today()
    pairs, faults = days.shared(today, DAILY), _faults(today.toordinal())
    lines = [f"{group} le {day}" for day, group in pairs]
    print(f"Tiré pour aujourd’hui : {', '.join(lines)} ; pannes : {', '.join(faults)}", flush=True)
    yield Work("walks", "browser", (LONG,))
    yield Work("long", "all but the walks", (LONG,), may_be_empty=True)
    yield Work("faults", "", program=("-m", "tests.faults", "--count", str(PEOPLE_A_FAULT), *faults))
    for day, group in pairs:
        # Seeded at that day: not the template of another one.
        environment = {days.VARIABLE: days.instant(day).isoformat(), "TEST_RUN": secrets.token_hex(6)}
        yield Work(f"{group} {day}", group, NO_DAY, environment=environment)
    yield Work("benches", "benches", ("-s",))


def _faults(number: int) -> list[str]:
    """Each day's, all of them in turn."""
    names = list(importlib.import_module("tests.faults.__main__").SCENARIOS)
    return [names[(number * FAULTS_A_DAY + more) % len(names)] for more in range(FAULTS_A_DAY)]


def _start(work: Work, arguments: Sequence[str]) -> _Running:
    output = tempfile.TemporaryFile()  # noqa: SIM115 - closed when its group ends
    name = re.sub(r"\W", "_", work.name)
    environment = os.environ | work.environment
    environment["TEST_DATABASE_SUFFIX"] = "_".join(filter(None, [os.environ.get("TEST_DATABASE_SUFFIX"), name]))
    process = subprocess.Popen(
        _command(work, arguments), cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
    )
    return _Running(work, process, output, time.monotonic())


def _command(work: Work, arguments: Sequence[str]) -> list[str]:
    if work.program:
        return [sys.executable, *work.program]
    # The walks drive other processes: nothing of the portal runs in theirs.
    is_measured = "COVERAGE_FILE" in os.environ and work.group != "browser"
    measured = ("-m", "coverage", "run", "--parallel-mode") if is_measured else ()
    return [sys.executable, *measured, "-m", "pytest", *_places(work.group), *work.arguments, *arguments]


def _report_coverage() -> int:
    """Print what share of the branches was run; fails below the floor of pyproject.toml, which only rises."""
    for words in (["combine", "--quiet"], ["report"]):
        code = subprocess.run([sys.executable, "-m", "coverage", *words], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


def _places(group: str) -> list[str]:
    """The folders of a group, without those inside them that are another's. Benches are named one by one: pytest does
    not find them by itself."""
    if group == "all but the walks":
        return ["tests", *(f"--ignore={place}" for place in GROUPS["browser"])]
    if group == "benches":
        return sorted(str(path.relative_to(ROOT)) for path in (ROOT / BENCHES).glob("bench_*.py"))
    others = [place for name, places in GROUPS.items() if name != group for place in places]
    inside = [place for place in others if any(place.startswith(f"{own}/") for own in GROUPS[group])]
    return [*GROUPS[group], *(f"--ignore={place}" for place in inside)]


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
