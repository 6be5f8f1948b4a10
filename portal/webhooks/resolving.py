"""Resolves the names that calls go to, and refuses the inside ones."""

import socket
from typing import Any

from portal.foundation.lazily import Lazily
from portal.webhooks.places import ForbiddenPlace, may_call

resolver = Lazily("aiohttp.resolver")


class OutsideResolver:
    """Resolves once, refuses the name when any of its addresses is inside, and gives the connection these addresses and
    no others: what aiohttp calls a resolver."""

    def __init__(self) -> None:
        self._plain = resolver.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self._plain.resolve(host, port, family)
        if not found or not all(may_call(one["host"]) for one in found):
            raise ForbiddenPlace
        return found

    async def close(self) -> None:
        await self._plain.close()
