"""Questions whose answer may never come (a broker away, a disk that hangs), asked without waiting for it."""

import threading
import time
from collections.abc import Callable, Mapping

from django.db import connections

Checks = Mapping[str, Callable[[], str]]


class CheckGroup:
    """Checks asked one after the other in a thread of the group's own: «ok», or what is wrong.

    While a former round still waits for its answer no other begins: however often one asks, one thread hangs.
    """

    def __init__(self, checks: Checks) -> None:
        self.checks = checks
        self._round: _Round | None = None
        self._lock = threading.Lock()

    def begin(self) -> "_Round":
        with self._lock:
            if self._round is None or not self._round.is_alive():
                self._round = _Round(self.checks)
                self._round.start()
            return self._round


class _Round(threading.Thread):
    def __init__(self, checks: Checks) -> None:
        super().__init__(daemon=True)
        self._checks = checks
        self.answers: dict[str, str] = {}

    def run(self) -> None:
        try:
            for name, check in self._checks.items():
                try:
                    self.answers[name] = check()
                except Exception:  # a check that fails says that its object is not well, nothing more
                    self.answers[name] = "unreachable"
        finally:
            connections.close_all()


def ask(groups: list[CheckGroup], *, within: float) -> dict[str, str]:
    """The answers that came within so many seconds; for the others, «no answer»."""
    over = time.monotonic() + within
    rounds = [group.begin() for group in groups]
    for one in rounds:
        one.join(max(over - time.monotonic(), 0.0))
    states: dict[str, str] = {}
    for group, one in zip(groups, rounds, strict=True):
        states |= {name: "no answer" for name in group.checks} | dict(one.answers)
    return states
