"""What the portal thinks of a file: structure, then antivirus. No database here, no transaction open."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.documents.scanner import Infected, ScannerDown, scan

# Run, never imported: the pages need not carry the parsers.
_PROGRAM = Path(__file__).with_name("inspection.py")
_SECONDS = 30


@dataclass(frozen=True)
class Verdict:
    """`refused` is a code of `refusals`, `held` says that the scanner did not answer; else the file may be served."""

    refused: str = ""
    held: bool = False
    kind: str = ""
    scanned: bool = False
    picture: bytes = b""


def examine(data: bytes, kind: str) -> Verdict:
    """Our own bounds first, then clamd on the very bytes received."""
    looked = _look_inside(data, kind)
    if looked.refused:
        return looked
    try:
        scanned = scan(data)
    except Infected as infected:
        return Verdict(refused=infected.code)
    except ScannerDown:
        return Verdict(held=True)
    return Verdict(kind=looked.kind, picture=looked.picture, scanned=scanned)


def _look_inside(data: bytes, kind: str) -> Verdict:
    """Asks `inspection`, in a process of its own, through pipes: nothing in clear on the disk."""
    command = [sys.executable, "-I", str(_PROGRAM), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return Verdict(refused="too_complex")
    line, _, picture = done.stdout.partition(b"\n")
    return Verdict(**json.loads(line), picture=picture)
