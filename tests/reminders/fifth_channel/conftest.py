"""The app of the channel installed, its table made by the owner, a webhook that answers on loopback."""

import json
import threading
from http.server import BaseHTTPRequestHandler

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connections
from django.test import override_settings

from portal.access.grants import grant_web_role
from portal.clock import now
from portal.consents.channels import Channel
from reminders.channels import contact_points
from reminders.deliveries import adapters
from reminders.preferences import wordings
from tests.servers import LoopbackServer

APP = "tests.reminders.fifth_channel.apps.FifthChannelConfig"
REGISTRIES = [
    (Channel, "_registered"),
    (contact_points, "_points"),
    (adapters, "_adapters"),
    (wordings, "WORDINGS"),
    (wordings, "NOT_OFFERED"),
]


@pytest.fixture(scope="module")
def installed(django_db_setup, django_db_blocker):
    """As an installation that names the app in its settings and migrates."""
    kept = [dict(getattr(holder, name)) for holder, name in REGISTRIES]
    with override_settings(INSTALLED_APPS=[*django_settings.INSTALLED_APPS, APP]):
        model = apps.get_model("fifth_channel", "PushAddress")
        with django_db_blocker.unblock():
            with connections["owner"].schema_editor() as editor:
                editor.create_model(model)
            grant_web_role("owner")
        yield model
        with django_db_blocker.unblock(), connections["owner"].schema_editor() as editor:
            editor.delete_model(model)
    for (holder, name), before in zip(REGISTRIES, kept, strict=True):
        registry = getattr(holder, name)
        registry.clear()
        registry.update(before)


@pytest.fixture
def push(installed) -> Channel:
    return Channel("personal_push")


@pytest.fixture
def webhook():
    """`webhook.received`: what was posted; `webhook.answers`: statuses given first; `webhook.url`."""

    class Webhook(BaseHTTPRequestHandler):
        received: list[dict] = []
        answers: list[int] = []
        url = ""

        def do_POST(self):  # noqa: N802 (the library's name)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = self.answers.pop(0) if self.answers else 200
            if status == 200:
                self.received.append(body)
            answer = b"push-1"
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    Webhook.received, Webhook.answers = [], []
    with LoopbackServer(("127.0.0.1", 0), Webhook) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        Webhook.url = f"http://127.0.0.1:{server.server_port}/push"
        yield Webhook
        server.shutdown()


@pytest.fixture
def address(installed, webhook, bruno):
    """Bruno's own webhook, proved a month ago."""
    return installed.objects.create(citizen=bruno.citizen, url=webhook.url, proved_at=now())
