"""A real receiver on loopback, subscribed to everything, and calls that wait (fixtures)."""

import json
import threading
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from portal.clock import now
from portal.webhooks import sources
from portal.webhooks.actions import subscribe
from portal.webhooks.models import Subscription, WebhookCall
from tests.servers import LoopbackServer


class Receiver:
    """`calls`: (headers, body) received; `answers` are statuses given first; `delay` seconds before each answer;
    `body`: what it answers with, or `reply`: what it makes of what it received; `location`: where it redirects."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.delay, self.body, self.location = 0.0, b"", ""
        self.paths: list[str] = []
        self.reply: Callable[[bytes], bytes] | None = None
        self.sent = 0
        self.url = ""

    @property
    def received(self) -> list[dict[str, str]]:
        return [json.loads(body) for _, body in self.calls]


@pytest.fixture
def receiver():
    room = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802 (the library's name)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            room.calls.append((dict(self.headers), body))
            room.paths.append(self.path)
            time.sleep(room.delay)
            content = room.reply(body) if room.reply else room.body
            try:
                self.send_response(room.answers.pop(0) if room.answers else 200 if room.reply else 204)
                if room.location:
                    self.send_header("Location", room.location)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                for start in range(0, len(content), 65536):
                    self.wfile.write(content[start : start + 65536])
                    room.sent = start
            except OSError:
                pass  # the caller hung up: that is what some tests are about

        do_GET = do_POST  # noqa: N815 (the library's name)

        def log_message(self, *args):
            pass

    with LoopbackServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        room.url = f"http://127.0.0.1:{server.server_port}/relais"
        yield room
        server.shutdown()


@pytest.fixture
def subscribed(saaq, saaq_administrator, receiver) -> tuple[Subscription, str]:
    events = [name for name, _words in sources.events()]
    return subscribe(organization=saaq, url=receiver.url, events=events, by=saaq_administrator)


@pytest.fixture
def waiting(subscribed):
    """`waiting()`: a call to make, under the next reference: F-0, F-1…"""

    def make(subscription: Subscription = subscribed[0]) -> WebhookCall:
        reference = f"F-{WebhookCall.objects.count()}"
        fact = {
            "subject_type": "x.y",
            "subject_id": uuid.uuid4(),
            "reference": reference,
            "event": "done",
            "happened_at": now(),
        }
        return WebhookCall.objects.create(subscription=subscription, **fact)

    return make
