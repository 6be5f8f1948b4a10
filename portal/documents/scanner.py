"""The antivirus (clamd). Fails closed: no answer is never «clean»."""

from io import BytesIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

_SECONDS = 30


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
        status, signature = _client(settings.CLAMD_URL).instream(BytesIO(data))["stream"]
    except (ClamdError, OSError, KeyError) as error:  # past its size limit it cuts the line: BrokenPipe
        raise ScannerDown from error
    if status == "FOUND":
        raise Infected(signature or "")
    if status != "OK":
        raise ScannerDown(status)
    return True


def _client(url: str) -> ClamdNetworkSocket:
    """`tcp://host:port` or `unix:///path`."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return ClamdUnixSocket(parts.path, timeout=_SECONDS)
    return ClamdNetworkSocket(parts.hostname or "127.0.0.1", parts.port or 3310, timeout=_SECONDS)
