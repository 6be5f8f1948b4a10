"""Loopback servers that answer what a test tells them to."""

import asyncio
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest
from aiosmtpd.controller import Controller

from portal.foundation.channels import smtp
from tests.servers import LoopbackServer


class Relay:
    """Accepts, or gives `answers[command]` once ("RCPT" or "DATA")."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if "RCPT" in self.answers:
            return self.answers.pop("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if "DATA" in self.answers:
            return self.answers.pop("DATA")
        self.contents.append(envelope.content)
        return "250 OK"


@pytest.fixture
def relay(settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sink = Relay()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    yield sink
    controller.stop()


class Gateway:
    """What was asked (path, headers, body), and what is answered (`pause` in seconds first)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict, bytes]] = []
        self.status, self.headers, self.body, self.pause = 201, {}, {"id": "n-1"}, 0.0
        self.port = 0


@pytest.fixture
def gateway():
    served = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            served.asked.append((self.path, dict(self.headers), body))
            time.sleep(served.pause)
            answer = json.dumps(served.body).encode()
            self.send_response(served.status)
            for name, value in {**served.headers, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    with LoopbackServer(("127.0.0.1", 0), Handler) as server:
        served.port = server.server_port
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield served
        server.shutdown()


class Pipe:
    """A relay that speaks as `script` says, one set of answers a connection; `heard` is what came, in bursts.

    A command's answer is the first entry of `answers` whose beginning matches (it is used once), else the usual one. An
    answer "cut" hangs up, "late" comes after the time-out of a command."""

    OFFERS = "250-pipe\r\n250-PIPELINING\r\n250 8BITMIME"
    USUAL = {"DATA": "354 go", "STARTTLS": "454 no", ".": "250 queued"}

    def __init__(self) -> None:
        self.heard: list[list[str]] = []
        self.accepted: list[bytes] = []
        self.answers: list[tuple[str, str]] = []
        self.offers = self.OFFERS
        self.connections = 0
        self.relays: list[smtp.Relay] = []
        self.writers: list[asyncio.StreamWriter] = []

    def relay(self) -> smtp.Relay:
        """A client, closed at the end of the test."""
        self.relays.append(smtp.Relay())
        return self.relays[-1]

    async def close(self) -> None:
        for relay in self.relays:
            relay.drop()
        for writer in self.writers:
            writer.close()
        await asyncio.sleep(0.01)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        writer.write(b"220 pipe\r\n")
        rest, content = b"", None
        while chunk := await reader.read(65_536):
            burst, out = [], []
            *lines, rest = (rest + chunk).split(b"\r\n")
            for line in lines:
                if content is not None and line != b".":
                    content.append(line)
                    continue
                word = "." if content is not None else line.decode()
                burst.append(word)
                answer = self.answer(word)
                if answer == "late":
                    await asyncio.sleep(0.6)
                    answer = "250 queued"
                if answer == "cut":
                    writer.close()
                    return
                if content is not None and answer.startswith("2"):
                    self.accepted.append(b"\r\n".join(content))
                content = [] if answer.startswith("354") else None
                out.append(answer)
            self.heard.append(burst)
            writer.write("".join(f"{answer}\r\n" for answer in out).encode())
        writer.close()

    def answer(self, word: str) -> str:
        for number, (start, answer) in enumerate(self.answers):
            if word.startswith(start):
                del self.answers[number]
                return answer
        if word.startswith("EHLO"):
            return self.offers
        return self.USUAL.get(word, "250 ok")


@pytest.fixture
def pipe(settings):
    """Runs a coroutine beside a `Pipe`: `pipe(work)` where `work(told)` is awaited; returns the Pipe."""

    def run(work, **attributes) -> Pipe:
        relay = Pipe()
        vars(relay).update(attributes)

        async def both() -> None:
            server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
            settings.EMAIL_HOST, settings.EMAIL_PORT = server.sockets[0].getsockname()[:2]
            settings.EMAIL_TIMEOUT = settings.EMAIL_FINAL_TIMEOUT = 0.2
            async with server:
                try:
                    await work(relay)
                finally:
                    await relay.close()

        asyncio.run(both())
        return relay

    return run
