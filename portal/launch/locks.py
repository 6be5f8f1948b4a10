"""File locks of the kernel: they vanish with the process that holds them, however it dies."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class FileLock:
    """One lock on one file; shared (several holders) or exclusive. What the holder says is kept in the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False, wait: bool = True) -> bool:
        """True when held. Without `wait`, False at once when someone else holds it. May be called again to convert."""
        if self._descriptor is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self) -> None:
        """Lets go. The file stays: removing it would let two holders lock two different files."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def note(self, **facts: Any) -> None:
        """Tells those who find the lock taken who holds it."""
        if self._descriptor is None:
            raise RuntimeError("the lock is not held")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps(facts).encode(), 0)

    def facts(self) -> dict[str, Any]:
        """What the holder noted; empty when it is not readable (yet)."""
        try:
            return json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}


@contextlib.contextmanager
def held(path: Path) -> Iterator[FileLock]:
    """Holds the exclusive lock, waiting for it."""
    lock = FileLock(path)
    lock.take()
    try:
        yield lock
    finally:
        lock.leave()
