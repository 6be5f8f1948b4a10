"""A real receiver on loopback, and deadlines that an organization sent."""

import datetime as dt
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from portal.clock import today
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.webhooks.actions import subscribe
from reminders.webhooks.models import Event, Subscription
from tests.reminders.imported_deadlines.conftest import agreed, kind

__all__ = ["agreed", "kind"]


class Receiver:
    """`calls`: (headers, body) received; `answers` are statuses given first; `delay` seconds before each answer;
    `body`: what it answers with; `location`: where it redirects."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.delay, self.body, self.location = 0.0, b"", ""
        self.paths: list[str] = []
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
            try:
                self.send_response(room.answers.pop(0) if room.answers else 204)
                if room.location:
                    self.send_header("Location", room.location)
                self.send_header("Content-Length", str(len(room.body)))
                self.end_headers()
                for start in range(0, len(room.body), 65536):
                    self.wfile.write(room.body[start : start + 65536])
                    room.sent = start
            except OSError:
                pass  # the caller hung up: that is what some tests are about

        do_GET = do_POST  # noqa: N815 (the library's name)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        room.url = f"http://127.0.0.1:{server.server_port}/relais"
        yield room
        server.shutdown()


@pytest.fixture
def subscribed(kind, saaq, saaq_administrator, receiver) -> tuple[Subscription, str]:
    return subscribe(organization=saaq, url=receiver.url, events=list(Event), by=saaq_administrator)


@pytest.fixture
def sent(agreed, kind, saaq):
    """`sent(n)`: that many deadlines of Amélie's, received from her organization."""

    def make(count: int = 1) -> list[ImportedDeadline]:
        rows = [
            ImportedRow(f"F-{at}", kind, "A-100", today() + dt.timedelta(days=10 + at), None, "open")
            for at in range(count)
        ]
        receive(organization=saaq, rows=rows, by=None, origin="import")
        return list(ImportedDeadline.objects.select_related("deadline").order_by("due_on"))

    return make
