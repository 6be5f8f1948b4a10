"""Stamps: a small file, written last, that says from what a step was done. Absent or different: do the step again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def digest(paths: Iterable[Path]) -> str:
    """Hash of the files' names and contents, in order; a missing file counts as such."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.is_file() else b"missing"
        total.update(f"{path.name}:{len(content)}:".encode() + content)
    return total.hexdigest()


def fingerprint(paths: Iterable[Path]) -> str:
    """Faster than `digest` for many files: names, sizes and times of change, not contents."""
    total = hashlib.sha256()
    for path in sorted(paths):
        status = path.stat()
        total.update(f"{path}:{status.st_size}:{status.st_mtime_ns};".encode())
    return total.hexdigest()


@dataclass(frozen=True)
class Stamp:
    path: Path
    value: str

    def is_fresh(self) -> bool:
        try:
            return self.path.read_text(encoding="ascii") == self.value
        except OSError:
            return False

    def write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value, encoding="ascii")

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)
