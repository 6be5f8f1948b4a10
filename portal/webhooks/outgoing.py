"""The client of calls to organizations' systems: only to the open Internet, to the very address that was checked."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from portal.foundation.lazily import Lazily
from portal.webhooks.places import ForbiddenPlace, problem_of
from portal.webhooks.resolving import OutsideResolver

aiohttp = Lazily("aiohttp")


class CallAnswer(NamedTuple):
    status: str
    """What was answered, or in one word why nothing was: timeout, unreachable, forbidden."""
    body: bytes = b""

    @property
    def is_success(self) -> bool:
        return self.status.isdigit() and 200 <= int(self.status) < 300


@asynccontextmanager
async def opened(*, at_once: int, seconds: float) -> AsyncIterator[Any]:
    """A session for that many calls at once, each of which lasts no longer than `seconds`, name resolution included."""
    connector = aiohttp.TCPConnector(limit=at_once, resolver=OutsideResolver(), use_dns_cache=False, force_close=True)
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=seconds),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        read_bufsize=2**12,
    ) as session:
        yield session


async def post(session: Any, url: str, *, body: bytes, headers: Mapping[str, str], most: int = 0) -> CallAnswer:
    """Send JSON, and read at most that many bytes of the answer: of a longer one, one byte more, so that it is seen.

    Redirections are not followed. With `most` at 0 the connection is closed on the answer's body."""
    if problem_of(url):  # an IP address is not resolved: it is checked here
        return CallAnswer("forbidden")
    sent = {"Content-Type": "application/json", "User-Agent": "Relais", **headers}
    try:
        async with session.post(url, data=body, headers=sent, allow_redirects=False) as answer:
            return CallAnswer(str(answer.status), await _read(answer.content, most))
    except TimeoutError:
        return CallAnswer("timeout")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return CallAnswer("forbidden" if _is_forbidden(error) else "unreachable")


async def _read(content: Any, most: int) -> bytes:
    read = b""
    while most and len(read) <= most and (more := await content.read(most + 1 - len(read))):
        read += more
    return read


def _is_forbidden(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ForbiddenPlace):
            return True
        error = getattr(error, "os_error", None) or error.__cause__
    return False
