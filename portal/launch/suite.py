"""The suite in groups, as many at a time as the machine has cores (two at least).

Browser walks share a demonstration and wait a lot; the rest computes. Each group is a pytest of its own, with its own
database, copied from one that the first group seeds (`tests/databases.py`).
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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


@dataclass
class _Group:
    name: str
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
    waiting, running, codes = list(GROUPS), [], []
    room = max(2, os.cpu_count() or 2)
    folder = tempfile.TemporaryDirectory(prefix="relais-run-")
    os.environ |= {"TEST_RUN_FOLDER": folder.name, "TEST_RUN": secrets.token_hex(6)}
    try:
        while waiting or running:
            while waiting and len(running) < room:
                running.append(_start(waiting.pop(0), arguments))
            time.sleep(PAUSE)
            for group in [group for group in running if group.process.poll() is not None]:
                running.remove(group)
                codes.append(_end(group))
    finally:
        for group in running:
            group.process.terminate()
        folder.cleanup()
    return max(codes)


def _start(name: str, arguments: Sequence[str]) -> _Group:
    output = tempfile.TemporaryFile()  # noqa: SIM115 - closed when its group ends
    others = [place for group, places in GROUPS.items() if group != name for place in places if place != "tests"]
    ignored = [f"--ignore={place}" for place in others] if name == "rest" else []
    suffix = "_".join(filter(None, [os.environ.get("TEST_DATABASE_SUFFIX"), name]))
    command = [sys.executable, "-m", "pytest", *GROUPS[name], *ignored, *arguments]
    environment = os.environ | {"TEST_DATABASE_SUFFIX": suffix}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    return _Group(name, process, output, time.monotonic())


def _end(group: _Group) -> int:
    group.output.seek(0)
    seconds = time.monotonic() - group.started
    print(f"\n=== {group.name}: {seconds:.0f} s ===", flush=True)
    sys.stdout.flush()
    _copy(group.output)
    group.output.close()
    return int(group.process.returncode)


def _copy(output: IO[bytes]) -> None:
    for line in output:
        print(line.decode(errors="replace"), end="")
    sys.stdout.flush()


def places() -> list[Path]:
    """Every place named above, for the test that looks after this list."""
    return [ROOT / place for group in GROUPS.values() for place in group]
