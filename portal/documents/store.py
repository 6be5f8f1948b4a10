"""Where sealed files are: one folder, random names that say nothing."""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage

_FOLDER = "documents"


def new_key() -> str:
    return secrets.token_hex(16)


def path_of(key: str) -> Path:
    """The file of a key. Two levels of folders keep each of them small."""
    path = Path(default_storage.path(f"{_FOLDER}/{key[:2]}/{key}"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def erase(key: str) -> None:
    if key:
        path_of(key).unlink(missing_ok=True)


def keys_older_than(seconds: int) -> Iterator[str]:
    """Keys of the files last written more than `seconds` ago, by the real clock (the disk knows no other)."""
    folder, limit = Path(default_storage.path(_FOLDER)), time.time() - seconds
    for path in folder.glob("??/*"):
        if path.stat().st_mtime < limit:
            yield path.name
