"""The antivirus (clamd). Fails closed: no answer is never «clean».

The client is ours: the protocol is one command, and the client libraries are under the GPL or no longer kept.
"""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

_SECONDS = 30
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """clamd did not give a verdict (stopped, overloaded, cut): the file waits."""


class Infected(Exception):
    def __init__(self, signature: str) -> None:
        super().__init__(signature)
        # With AlertExceedsMax, clamd says so of a file too big or too nested to be scanned whole.
        self.code = "too_complex" if signature.startswith("Heuristics.Limits") else "infected"


def scan(data: bytes) -> bool:
    """True when clamd found nothing, False when there is none (demonstration only: settings refuse it elsewhere).

    Raises Infected or ScannerDown.
    """
    if not settings.CLAMD_URL:
        return False
    try:
        answer = _instream(settings.CLAMD_URL, data)
    except OSError as error:  # past its size limit it cuts the line: BrokenPipe
        raise ScannerDown from error
    verdict = answer.removeprefix("stream: ")
    if verdict.endswith(" FOUND"):
        raise Infected(verdict.removesuffix(" FOUND"))
    if verdict != "OK":  # an error of clamd, or an answer cut short
        raise ScannerDown(verdict)
    return True


def _instream(url: str, data: bytes) -> str:
    """Return clamd's answer to INSTREAM: «stream: OK», «stream: NAME FOUND» or «… ERROR» (clamd(8)).

    The file travels as blocks, each after its length in four bytes (network order); a length of zero ends it. The `z`
    before the command asks that both it and the answer end with a NUL. Raises OSError.
    """
    with _connect(url) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            block = data[start : start + _CHUNK]
            clamd.sendall(struct.pack("!L", len(block)) + block)
        clamd.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (part := clamd.recv(_LONGEST_ANSWER)):
            answer += part
    if not answer.endswith(b"\0"):
        raise ConnectionAbortedError("clamd cut its answer")
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connect(url: str) -> socket.socket:
    """Connect to `tcp://host:port` or `unix:///path`."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=_SECONDS)
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.settimeout(_SECONDS)
    try:
        client.connect(parts.path)
    except OSError:
        client.close()
        raise
    return client
