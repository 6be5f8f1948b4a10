"""What the portal thinks of a file: structure, then antivirus. No database here, no transaction open."""

import json
import logging
import signal
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from portal.documents.scanner import Infected, ScannerDown, scan

# Run, never imported: the pages need not carry the parsers.
_PROGRAM = Path(__file__).with_name("inspector")
_SECONDS = 30
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FileVerdict:
    """Accepted as it came, accepted rebuilt, refused, or held.

    `refused` is a code of `refusals`, `held` one of `holding`; without either, the file may be served. `because` are
    codes of `rebuilding`: then what may be served is `rebuilt`, and nothing else.
    """

    refused: str = ""
    held: str = ""
    kind: str = ""
    scanned: bool = False
    because: list[str] = field(default_factory=list)
    rebuilt: bytes = b""


def examine(data: bytes, kind: str) -> FileVerdict:
    """Our own bounds first, then clamd on the very bytes received, and on those made from them: the antivirus may not
    see through what was encrypted or damaged."""
    looked = _look_inside(data, kind)
    if looked.refused or looked.held:
        return looked
    try:
        scanned = scan(data) and (not looked.rebuilt or scan(looked.rebuilt))
    except Infected as infected:
        return FileVerdict(refused=infected.code)
    except ScannerDown:
        return FileVerdict(held="scanner")
    return replace(looked, scanned=scanned)


def _look_inside(data: bytes, kind: str) -> FileVerdict:
    """Asks `inspector`, in a process of its own, through pipes: nothing in clear on the disk.

    No answer, in time or at all, is no verdict: a loaded machine does that to an honest file.
    """
    command = [sys.executable, "-I", str(_PROGRAM), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS)
        if done.returncode:
            logger.warning("the inspector ended with %s", done.returncode)
            return FileVerdict(held="time" if done.returncode == -signal.SIGXCPU else "inspector")
        line, _, rebuilt = done.stdout.partition(b"\n")
        return FileVerdict(**json.loads(line), rebuilt=rebuilt)
    except subprocess.TimeoutExpired:
        return FileVerdict(held="time")
    except (OSError, ValueError, TypeError):  # not started, or cut while it answered
        return FileVerdict(held="inspector")
