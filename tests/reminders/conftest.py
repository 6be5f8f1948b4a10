"""A real SMTP sink and a real HTTP gateway on loopback, and what the story needs before it begins."""

import datetime as dt
import email
import json
import socket
import threading
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from portal.clock import today
from portal.consents.models import Channel, Purpose
from reminders.deadlines.actions import follow
from reminders.deadlines.models import Deadline
from reminders.demonstration.seeds import offer
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of
from tests.servers import LoopbackServer


class MailSink:
    """Keeps what it accepts; `answers` are given first, one per message ("451 …", "550 …")."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answers: list[str] = []
        self.after_accepting = None

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        if self.answers:
            return self.answers.pop(0)
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.after_accepting:
            self.after_accepting()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.messages]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def mail_sink(settings):
    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 5
    yield sink
    controller.stop()


@pytest.fixture
def sms_gateway(settings):
    """`gateway.texts` received; `gateway.answers` are (status, headers, body if any) given first; `cuts` answers are
    lost on the way; `known`: reference → identifier, what a lookup finds."""

    class Handler(BaseHTTPRequestHandler):
        texts: list[dict] = []
        answers: list[tuple[int, dict]] = []
        known: dict[str, str] = {}
        cuts = 0
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # noqa: N802 (the library's name)
            reference = parse_qs(urlsplit(self.path).query)["reference"][0]
            found = self.known.get(reference)
            self.reply(200 if found else 404, {"id": found, "reference": reference} if found else {})

        def do_POST(self):  # noqa: N802 (the library's name)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, *one_found = self.answers.pop(0) if self.answers else (201, {})
            if status < 300:
                self.texts.append(json.loads(body))
                self.known[self.texts[-1].get("reference", "")] = f"sms-{len(self.texts)}"
            if self.cuts:
                type(self).cuts -= 1
                self.close_connection = True
                return
            self.reply(status, one_found[0] if one_found else {"id": f"sms-{len(self.texts)}"}, headers)

        def reply(self, status, content, headers=()):
            answer = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**dict(headers), "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    Handler.texts, Handler.answers, Handler.known, Handler.cuts = [], [], {}, 0
    with LoopbackServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.SMS_URL = f"plain+http://relais:secret@127.0.0.1:{server.server_port}/sms"
        yield Handler
        server.shutdown()


@pytest.fixture
def licence(people, saaq_administrator) -> DeadlineKind:
    """`permis-conduire-paiement`, published: −30, −7, −1, +1, +7."""
    if not DeadlineKind.objects.exists():  # tests of real transactions empty the tables
        import_deadlines(by=None)
    return offer("permis-conduire-paiement", by=saaq_administrator)


@pytest.fixture
def followed(licence):
    """`followed(user, days=10, channels=[…])`: a deadline that many days from today."""

    def make(user, *, days: int = 10, kind=licence, channels=(Channel.INBOX, Channel.EMAIL)):
        return follow(
            citizen=user.citizen,
            kind=kind,
            due_on=today() + dt.timedelta(days=days),
            wordings={channel: wording_of(Purpose.REMINDERS, channel) for channel in channels},
            by=user,
        )

    return make


@pytest.fixture
def given(followed, saaq_agent):
    """`given(user, …)`: as `followed`, but it is the organization that gave the date: its team sees it."""

    def make(user, **asked):
        deadline = followed(user, **asked)
        Deadline.objects.filter(pk=deadline.pk).update(origin="agent", is_private=False, author=saaq_agent)
        deadline.refresh_from_db()
        return deadline

    return make
