"""Runs `book` on the bytes of an XLSX file and gives its rows as they come."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from portal.imports import book

# Run, never imported for its work: a book that kills the reader kills that process.
_PROGRAM = Path(book.__file__)
SECONDS = 180
"""Of the clock: the program's own bound counts its processor time, so that a loaded machine refuses nothing."""


class TooHeavy(Exception):
    """The book asks for more memory or processor time than any honest one."""


class Damaged(Exception):
    """The book cannot be read as one."""


class Interrupted(Exception):
    """The program did not end by itself (killed, out of time): it says nothing of the file."""


def rows_of(content: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Give the sheet's title and the cells of each row. Raises TooHeavy, Damaged or Interrupted, perhaps on the way."""
    with _in_memory(content) as source:
        program = subprocess.Popen(
            [sys.executable, "-I", str(_PROGRAM)], stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    assert program.stdout is not None  # a pipe
    alarm = threading.Timer(SECONDS, program.kill)
    alarm.start()
    try:
        title = ""
        for line in program.stdout:
            payload = json.loads(line)
            if isinstance(payload, str):
                title = payload
            else:
                yield title, [_value(cell) for cell in payload]
        _judge(program.wait())
    finally:
        alarm.cancel()
        program.stdout.close()
        program.kill()
        program.wait()


def _in_memory(content: bytes) -> IO[bytes]:
    """Return a file that has no place on the disk: client numbers are in it."""
    source = os.fdopen(os.memfd_create("book"), "w+b")
    source.write(content)
    source.seek(0)
    return source


def _judge(code: int) -> None:
    if code == 0:
        return
    if code in (book.TOO_HEAVY, -signal.SIGXCPU):
        raise TooHeavy
    if code == book.DAMAGED:
        raise Damaged
    raise Interrupted


def _value(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    ((kind, written),) = cell.items()
    readers: dict[str, Callable[[str], Any]]
    readers = {"at": dt.datetime.fromisoformat, "on": dt.date.fromisoformat, "hour": dt.time.fromisoformat}
    return readers[kind](written)
