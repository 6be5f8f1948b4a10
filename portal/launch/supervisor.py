"""Keeps a few processes running: starts them, restarts one that dies, stops them all."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.launch.places import ROOT
from portal.launch.processes import dies_with_parent
from portal.launch.sentences import say

LOG_LIMIT = 5_000_000
"""Bytes: a log larger than this at a start is set aside, replacing the former one."""
KINDNESS = 20
"""Seconds a process has to stop by itself: a task under way may end, and Celery's pool alone takes about five."""
_CALM = 60
"""Seconds of life after which a process's former falls are forgotten."""


@dataclass
class Child:
    """One process and its log. `falls` counts the recent deaths, to wait longer and longer before a restart."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str]
    process: subprocess.Popen | None = None
    falls: int = 0
    started_at: float = 0.0
    restart_at: float = field(default=0.0)

    def start(self) -> None:
        """In a process group of its own: Ctrl-C reaches the supervisor alone, which then stops each in order."""
        _set_aside(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )
        self.started_at = time.monotonic()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """To the whole group: a worker's children too, even when their parent is gone."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.requests_to_stop = 0

    @property
    def is_stopping(self) -> bool:
        return self.requests_to_stop > 0

    def start(self) -> None:
        for child in self.children:
            child.start()

    def add(self, children: list[Child]) -> None:
        """Start more processes, and keep them running too."""
        for child in children:
            child.start()
        self.children += children

    def watch(self, *, until: Callable[[], bool] = lambda: False, patience: float | None = None) -> bool:
        """Watches until `until()` (True), a request to stop (False) or the end of patience in seconds (False)."""
        deadline = None if patience is None else time.monotonic() + patience
        while not self.is_stopping:
            if until():
                return True
            if deadline is not None and time.monotonic() > deadline:
                return False
            for child in self.children:
                self._revive(child)
            time.sleep(0.1)
        return False

    def ask_to_stop(self, number: int = 0, frame: object = None) -> None:
        """A signal's handler; a second one means: now."""
        self.requests_to_stop += 1

    def stop(self) -> None:
        """All at once, kindly, then by force; returns when none is left."""
        for child in self.children:
            if child.is_running() and child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + KINDNESS
        while any(child.is_running() for child in self.children) and time.monotonic() < deadline:
            if self.requests_to_stop > 1:
                break
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def _revive(self, child: Child) -> None:
        now = time.monotonic()
        if child.is_running():
            if child.falls and now - child.started_at > _CALM:
                child.falls = 0
        elif not child.restart_at:
            child.signal(signal.SIGKILL)
            wait = min(30, 2**child.falls - 1)
            child.falls += 1
            child.restart_at = now + wait
            say(f"  Le programme « {child.name} » s’est arrêté; il redémarre. Détails : {child.log}")
        elif now >= child.restart_at:
            child.restart_at = 0.0
            child.start()


def _set_aside(log: Path) -> None:
    with suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
