"""Where packages are: sealed, in a folder of their own, for some days."""

import datetime as dt
import time
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

from portal.installation import folder

_FOLDER = "data-exports"


def path_of(key: str) -> Path:
    return Path(default_storage.path(f"{_FOLDER}/{key}"))


def place_for(key: str) -> Path:
    """The path of a package about to be written. Raises NotOurs."""
    folder.require()
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def older_than(age: dt.timedelta) -> list[str]:
    """Keys of the files last written before, by the real clock (the disk knows no other)."""
    before, found = time.time() - age.total_seconds(), []
    for path in Path(default_storage.path(_FOLDER)).glob("*"):
        with suppress(FileNotFoundError):  # erased meanwhile
            if path.stat().st_mtime < before:
                found.append(path.name)
    return found


def erase(key: str) -> None:
    if key:
        path_of(key).unlink(missing_ok=True)
