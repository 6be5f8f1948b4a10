"""A relay and an SMS gateway that accept everything, in a process of their own so that they share no interpreter with
what is measured. Every burst is answered after `delay` seconds, as by a provider that far away."""

import asyncio
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

_LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
_ANSWER = b'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"id":"x1"}'
_HELLO = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"


@dataclass(frozen=True)
class Sink:
    """`accepted()`: how many messages since it was asked last."""

    port: int
    _line: Connection

    def accepted(self) -> int:
        self._line.send("count")
        return self._line.recv()


@contextmanager
def sink(kind: str, delay: float = 0.0) -> Iterator[Sink]:
    """`kind`: "smtp" or "sms"."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(kind, delay, theirs), daemon=True)
    process.start()
    try:
        yield Sink(ours.recv(), ours)
    finally:
        process.kill()
        process.join()


def _run(kind: str, delay: float, line: Connection) -> None:
    asyncio.run(_serve({"smtp": _Relay, "sms": _Gateway}[kind], delay, line))


async def _serve(kind: type["_Line"], delay: float, line: Connection) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: kind(delay), "127.0.0.1", 0, backlog=2000)
    line.send(server.sockets[0].getsockname()[1])

    def tell() -> None:
        line.recv()
        line.send(_Line.accepted)
        _Line.accepted = 0

    loop.add_reader(line.fileno(), tell)
    await server.serve_forever()


class _Line(asyncio.Protocol):
    accepted = 0

    def __init__(self, delay: float) -> None:
        self._delay, self._buffer = delay, b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def say(self, words: bytes) -> None:
        if words and self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._transport.write, words)
        elif words:
            self._transport.write(words)


class _Gateway(_Line):
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n") + 4) > 3:
            end += int(_LENGTH.search(self._buffer).group(1))  # type: ignore[union-attr]
            if len(self._buffer) < end:
                return
            self._buffer = self._buffer[end:]
            _Line.accepted += 1
            self.say(_ANSWER)


class _Relay(_Line):
    _is_content = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.say(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answers = []
        while (end := self._buffer.find(b"\r\n.\r\n" if self._is_content else b"\r\n")) >= 0:
            word = self._buffer[:4].upper()
            self._buffer = self._buffer[end + (5 if self._is_content else 2) :]
            answers.append(self._answer(word))
        self.say(b"".join(answers))

    def _answer(self, word: bytes) -> bytes:
        if self._is_content:
            _Line.accepted += 1
            self._is_content = False
            return b"250 queued\r\n"
        self._is_content = word == b"DATA"
        return {b"DATA": b"354 go\r\n", b"EHLO": _HELLO, b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n")
