"""Where sealed files are: one folder, random names that say nothing."""

import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

from portal.installation import folder

_FOLDER = "documents"
_ASIDE = "set-aside"
"""Beside it: files that no document names, by the day on which they were set aside."""


def new_key() -> str:
    return secrets.token_hex(16)


def path_of(key: str) -> Path:
    """The file of a key. Two levels of folders keep each of them small."""
    return Path(default_storage.path(f"{_FOLDER}/{key[:2]}/{key}"))


def place_for(key: str) -> Path:
    """The path of a file about to be written. Raises NotOurs: written below an absent volume, it would be lost."""
    folder.require()
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def erase(key: str) -> None:
    if key:
        path_of(key).unlink(missing_ok=True)


def ages() -> Iterator[tuple[str, float]]:
    """(key, seconds since it was last written) of each file, by the real clock (the disk knows no other)."""
    now = time.time()
    for path in Path(default_storage.path(_FOLDER)).glob("??/*"):
        with suppress(FileNotFoundError):  # erased meanwhile
            yield path.name, now - path.stat().st_mtime


def set_aside(key: str, *, day: str) -> None:
    """`day`: YYYY-MM-DD."""
    place = Path(default_storage.path(f"{_ASIDE}/{day}"))
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        path_of(key).rename(place / key)


def put_back(key: str, *, day: str) -> None:
    path_of(key).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    Path(default_storage.path(f"{_ASIDE}/{day}/{key}")).rename(path_of(key))


def aside() -> dict[str, list[str]]:
    """Day → keys set aside on it."""
    days = sorted(Path(default_storage.path(_ASIDE)).glob("????-??-??"))
    return {day.name: sorted(path.name for path in day.iterdir()) for day in days}


def erase_day(day: str) -> int:
    """Erase what was set aside on that day; returns how many files."""
    place = Path(default_storage.path(f"{_ASIDE}/{day}"))
    paths = list(place.iterdir())
    for path in paths:
        path.unlink(missing_ok=True)
    place.rmdir()
    return len(paths)
