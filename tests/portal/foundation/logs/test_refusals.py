"""What a client sends stays out of the log: canaries in each part of a request, one line for each refusal."""

import io
import logging
import re
import subprocess
import sys

import pytest
from django.test import Client, override_settings
from django.urls import path

from portal.access.policies import public
from portal.foundation.logs import LineFormatter
from portal.launch.places import ROOT
from portal.urls import urlpatterns as ours

CANARY = "serinjaune"
TOKEN = f"/rappels/calendrier/{CANARY}.ics"
UNSUBSCRIBING = f"/rappels/desabonnement/{CANARY}/"


@public
def failing(request, secret):
    raise ValueError(f"no route for {request.path}")


handler500 = "portal.pages.views.server_error"
urlpatterns = [*ours, path("casse/<slug:secret>/", failing)]


@pytest.fixture
def log():
    """What the configured handler writes."""
    written = io.StringIO()
    handlers = [one for one in logging.getLogger().handlers if isinstance(one.formatter, LineFormatter)]
    assert len(handlers) == 1
    before = handlers[0].setStream(written)
    yield written
    handlers[0].setStream(before)


def asked(how: str):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return {
        "a method refused on a live token": lambda: client.delete(TOKEN),
        "a form sent to a live token": lambda: client.post(TOKEN, {"x": CANARY}),
        "a form sent to unsubscribe": lambda: client.put(UNSUBSCRIBING, {"x": CANARY}),
        "a token that is not known": lambda: client.get(TOKEN),
        "an address that is not known": lambda: client.get(f"/{CANARY}/{CANARY}"),
        "an address written in percents": lambda: client.get("/%73%65rin/" + CANARY + "%0a/"),
        "a query": lambda: client.get(f"/rien-ici/?q={CANARY}"),
        "a forged host": lambda: client.get("/aide/", headers={"host": f"{CANARY}.example"}),
        "a forged host on a live token": lambda: client.get(TOKEN, headers={"host": f"{CANARY}.example"}),
        "a host that is none": lambda: client.get("/aide/", headers={"host": f"{CANARY} x\r\n"}),
        "a forged origin": lambda: client.post("/compte/login/", headers={"origin": f"https://{CANARY}.example"}),
        "a forged referer": lambda: client.post(
            "/compte/login/", secure=True, headers={"referer": f"https://{CANARY}.example/"}
        ),
        "a form without its cookie": lambda: client.post("/compte/login/", {"login": f"{CANARY}@x.ca"}),
        "a method that is a word": lambda: client.generic(CANARY.upper() * 3, "/aide/"),
        "too many fields": lambda: client.post("/compte/login/", {f"{CANARY}{n}": "" for n in range(1100)}),
    }[how]


HOW = [
    "a method refused on a live token",
    "a form sent to a live token",
    "a form sent to unsubscribe",
    "a token that is not known",
    "an address that is not known",
    "an address written in percents",
    "a query",
    "a forged host",
    "a forged host on a live token",
    "a host that is none",
    "a forged origin",
    "a forged referer",
    "a form without its cookie",
    "a method that is a word",
    "too many fields",
]


@pytest.mark.django_db
@pytest.mark.parametrize("how", HOW)
def test_a_refusal_is_one_line_without_what_was_sent(log, how):
    answer = asked(how)()
    assert 400 <= answer.status_code < 500
    lines = log.getvalue().splitlines()
    assert len(lines) == 1, lines
    assert CANARY not in lines[0].lower() and "Traceback" not in lines[0]
    assert "WARNING django" in lines[0] and f"[{answer['X-Request-Id']}] {answer.status_code} " in lines[0]


@pytest.mark.django_db
def test_the_line_names_the_route(log):
    asked("a method refused on a live token")()
    assert "/rappels/calendrier/<slug:token>.ics" in log.getvalue()
    asked("a forged origin")()
    assert "403 POST /compte/login/ (Origin checking failed)" in log.getvalue()
    asked("an address that is not known")()
    assert f"404 GET unknown address of {len(CANARY) * 2 + 2} characters" in log.getvalue()


@pytest.mark.django_db
def test_a_closed_section_is_one_line(log, saaq_agent, signed_in):
    answer = signed_in(saaq_agent).get("/gestion/audit/auditevent/")
    assert answer.status_code == 403
    (line,) = log.getvalue().splitlines()
    assert "(PermissionDenied)" in line and answer["X-Request-Id"] in line


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_keeps_its_traceback_and_not_its_address(log):
    answer = Client(raise_request_exception=False).get(f"/casse/{CANARY}/?q={CANARY}")
    line = log.getvalue()
    assert answer.status_code == 500 and CANARY not in line
    assert "Traceback" in line and "ValueError: no route for …" in line
    assert f"[{answer['X-Request-Id']}] 500 GET /casse/<slug:secret>/ (ValueError)" in line


@pytest.mark.django_db
def test_the_lines_of_access_hold_routes_and_no_address(log):
    with override_settings(ACCESS_LOG=True):
        Client().get(TOKEN, {"q": CANARY})
        Client().get("/aide/")
    line = log.getvalue()
    assert CANARY not in line
    assert "404 GET /rappels/calendrier/<slug:token>.ics" in line and "200 GET /aide/" in line
    Client().get("/aide/")
    assert line == log.getvalue()  # not asked for: no line


def test_the_servers_own_lines_carry_their_zone():
    """Of granian, as the demonstration and docs/production.md start it: starts, stops, respawns."""
    words = (
        "import json; from granian.log import LogLevels, configure_logging, logger\n"
        "configure_logging(LogLevels.info, json.load(open('portal/granian.json')))\n"
        "logger.info('Starting granian')\n"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d{4} INFO granian Starting granian\n", done.stdout)
    for starts in ("docs/production.md", "portal/launch/demo.py"):
        assert "granian.json" in (ROOT / starts).read_text() and "%(path)s" not in (ROOT / starts).read_text()


def test_workers_and_beat_write_the_same_lines():
    """Celery puts its own handlers in place of ours unless it is told not to."""
    words = (
        "from portal.celery import app\n"
        "import logging\n"
        "app.log.setup(loglevel='INFO')\n"
        "logging.getLogger('celery.worker').warning('ligne\\nforgée /x?q=serinjaune')\n"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    assert "+00:00 WARNING celery.worker [-] ligne\\nforgée /x?…" in line
