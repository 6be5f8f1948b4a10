"""Readers of pages who never wait, in a process of their own: no interpreter is shared with what is measured."""

import asyncio
import multiprocessing
import time
import urllib.request
from http import HTTPStatus

READERS = 20
Page = tuple[str, str]
"""Address and cookies."""


def answers(port: int) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/livez", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status == HTTPStatus.OK
    except OSError:
        return False


def read_for(port: int, pages: list[Page], seconds: float) -> tuple[list[float], int]:
    """Times of all answers, and how many were not pages."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_read_all, (port, pages, seconds))


def _read_all(port: int, pages: list[Page], seconds: float) -> tuple[list[float], int]:
    times: list[float] = []
    others: list[int] = []

    async def one(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        end, number = time.perf_counter() + seconds, first
        while (start := time.perf_counter()) < end:
            status = await _read(reader, writer, pages[number % len(pages)])
            times.append(time.perf_counter() - start)
            others.extend([status] * (status != HTTPStatus.OK))
            number += 1
        writer.close()

    async def every() -> None:
        await asyncio.gather(*(one(3 * number) for number in range(READERS)))

    asyncio.run(every())
    return times, len(others)


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, page: Page) -> int:
    address, cookies = page
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length: ")[2].partition("\r\n")[0]
    if not length:
        raise ValueError(f"no length: {address}")
    await reader.readexactly(int(length))
    return int(head.split(" ", 2)[1])
