"""The folder of documents and its marker: a file that names the database to which the folder belongs.

An empty mount point, another portal's folder or a copy for trials is known by it before anything is written or erased.
The marker is made by `manage.py migrate` or `manage.py mark_folder`, never by a process at work.
"""

import errno
import json
import os
import secrets
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import connection

from portal.installation.models import Installation

MARKER = "relais-installation.json"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Error numbers of a disk that takes nothing more."""
_COUNTER = "relais-cleanings"
_numbers: dict[str, UUID] = {}
"""Database → its number, which never changes: asked once by each process."""


class FolderState(StrEnum):
    OURS = "ok"
    ABSENT = "not mounted"
    """No marker: the volume is not mounted there, or the folder was never marked."""
    ANOTHERS = "another installation's"
    UNREADABLE = "unreadable"


class NotOurs(Exception):
    """This is not the folder of this database: nothing is written there, and what is not found there is not lost."""


def root() -> Path:
    return Path(default_storage.path(""))


def state(number: UUID | None = None) -> FolderState:
    """What the marker says of the folder. One small read. `number`: that of the database; asked when not given."""
    try:
        marked = json.loads((root() / MARKER).read_text())["installation"]
    except (FileNotFoundError, NotADirectoryError):
        return FolderState.ABSENT
    except (OSError, ValueError, KeyError, TypeError):
        return FolderState.UNREADABLE
    return FolderState.OURS if marked == str(number or _number()) else FolderState.ANOTHERS


def require() -> None:
    """Raise NotOurs unless this is our folder."""
    found = state()
    if found is not FolderState.OURS:
        raise NotOurs(f"the folder of documents is {found}")


def probe() -> None:
    """Write, read and remove a file. Raises NotOurs, OSError."""
    require()
    words = secrets.token_bytes(4096)  # a whole block: a disk with no room left still takes a few bytes
    path = root() / f"relais-probe-{secrets.token_hex(8)}"
    try:
        _write_new(path, words)
        if path.read_bytes() != words:
            raise OSError("what was written is not what is read")
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def write_marker(number: UUID) -> None:
    """Raises FileExistsError when there is one."""
    _write_new(root() / MARKER, json.dumps({"installation": str(number)}).encode())


def cleanings() -> int:
    """How many cleanings this folder remembers."""
    try:
        return int((root() / _COUNTER).read_text())
    except (FileNotFoundError, ValueError):
        return 0


def remember_cleanings(count: int) -> None:
    fresh = root() / f"{_COUNTER}.{secrets.token_hex(8)}"
    try:
        _write_new(fresh, str(count).encode())
        fresh.replace(root() / _COUNTER)
    finally:
        fresh.unlink(missing_ok=True)


def _write_new(path: Path, words: bytes) -> None:
    """Raises OSError, and leaves nothing then."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(words)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _number() -> UUID | None:
    name = connection.settings_dict["NAME"]
    if name not in _numbers:
        found = Installation.objects.values_list("number", flat=True).first()
        if found is None:
            return None
        _numbers[name] = found
    return _numbers[name]
