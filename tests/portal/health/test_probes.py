"""/livez and /readyz answer a balancer: by number, in plain HTTP, without a word in the log."""

import datetime as dt

import pytest

from portal.health import probes
from portal.health.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def asked_for_the_first_time():
    probes._group.cache_clear()
    yield
    probes._group.cache_clear()


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_neither_host_nor_redirect_nor_session_nor_log(client, settings, caplog, address) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(address, headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert not answer.cookies and answer["Cache-Control"] == "no-store" and not caplog.records
    assert client.head(address).status_code == 200 and client.post(address).status_code == 405


def test_a_silent_worker_takes_no_page_out_of_service(client) -> None:
    Heartbeat.objects.create(name="worker", at=dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
    assert client.get("/healthz").status_code == 503
    assert client.get("/livez").status_code == client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        ("migrations", "portal.installation.starting.MigrationRecorder.applied_migrations", "pending"),
        ("keys", "portal.installation.starting.are_keys_ours", "not of this database"),
    ],
)
def test_not_ready_says_what_is_missing_then_is_ready(client, monkeypatch, caplog, name, place, expected) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(place, lambda *_: {})
        answer = client.get("/readyz")
        assert answer.status_code == 503 and expected in answer.json()[name]
        assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert not caplog.records


def test_a_database_that_is_away_is_said(client, monkeypatch) -> None:
    def away() -> str:
        raise OSError

    monkeypatch.setattr(probes, "database", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json()["database"] == "unreachable"
