"""/healthz sees what people would feel, and answers in two seconds whatever does not answer it."""

import datetime as dt
import errno
import os
import socket
import time

import pytest

from portal.health import actions, views, wellness
from portal.health.bounded import CheckGroup, ask
from portal.health.models import FORGOTTEN_AFTER, Heartbeat
from portal.health.signs import sign
from portal.installation import folder
from portal.installation.models import Installation

pytestmark = pytest.mark.django_db


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def beat_at(name: str, **ago: float) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now() - dt.timedelta(**ago)})


def test_a_sign_of_life_in_the_future_is_not_well() -> None:
    """Finding 1: the clock went six hours ahead and came back; the row said «ok» for six hours."""
    beat_at("beat", hours=-6)
    assert wellness.beat() == "in the future"
    beat_at("beat", seconds=-2)  # two machines never agree to the second
    assert wellness.beat() == "ok"


def test_one_silent_worker_of_several_is_seen() -> None:
    for name in ("worker/un@a", "worker/deux@b", "beat/a"):
        beat_at(name)
    assert wellness.processes() == "ok"
    beat_at("worker/deux@b", minutes=5)
    assert wellness.processes() == "1 of 3 silent"


def test_a_machine_that_is_gone_is_forgotten_after_a_day() -> None:
    beat_at("worker/parti@a", seconds=FORGOTTEN_AFTER.total_seconds() + 60)
    beat_at("worker", days=9)
    actions.forget_the_gone()
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["worker"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_signs_on_a_connection_of_its_own() -> None:
    sign("worker/essai@a")
    sign("worker/essai@a")
    assert Heartbeat.objects.filter(name="worker/essai@a").count() == 1


def test_the_operation_sees_which_one(people, signed_in) -> None:
    beat_at("worker/muet@a", minutes=5)
    shown = signed_in(people["olga"]).get("/gestion/health/heartbeat/").content.decode()
    assert "worker/muet@a" in shown and "muet</td>" in shown


def test_storage_is_written_read_and_left_as_it_was() -> None:
    before = sorted(os.listdir(folder.root()))
    assert wellness.storage() == "ok"
    assert sorted(os.listdir(folder.root())) == before


def test_a_full_disk_is_seen(monkeypatch) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder.os, "fsync", full)
    assert wellness.storage() == "full"


def test_an_unmounted_folder_is_not_written_to(settings, tmp_path) -> None:
    """Finding 2: the check made its own probe in the empty folder and said «ok»."""
    for location in (tmp_path, tmp_path / "absent"):
        storage = {**settings.STORAGES["default"], "OPTIONS": {"location": location}}
        settings.STORAGES = {**settings.STORAGES, "default": storage}
        assert wellness.storage() == "not mounted"
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_cleaning_is_said() -> None:
    assert wellness.orphans() == "ok"
    Installation.objects.update(orphans_found=40)
    assert wellness.orphans() == "stopped: 40 files of no document"


def test_keys_of_another_database_are_said(monkeypatch) -> None:
    monkeypatch.setattr("portal.installation.starting.are_keys_ours", lambda: False)
    assert wellness.keys() == "not of this database"


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_that_does_not_answer_it_still_does(client, monkeypatch) -> None:
    """A port that accepts and says nothing: nothing is slower. It hung for thirty seconds."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        port = mute.getsockname()[1]
        monkeypatch.setattr(wellness.app.conf, "broker_write_url", f"redis://127.0.0.1:{port}/0")
        views._groups.cache_clear()
        for _ in range(3):
            started = time.monotonic()
            answer = client.get("/healthz")
            assert time.monotonic() - started < 2.0
        assert answer.status_code == 503
        assert answer.json()["queue"] in {"no answer", "unreachable"} and answer.json()["database"] == "ok"
    views._groups.cache_clear()


def test_what_hangs_hangs_alone_and_once() -> None:
    begun = []

    def hangs() -> str:
        begun.append(1)
        time.sleep(0.5)
        return "ok"

    slow, quick = CheckGroup({"slow": hangs}), CheckGroup({"quick": lambda: "ok", "failing": lambda: 1 / 0})
    for _ in range(3):
        assert ask([slow, quick], within=0.05) == {"slow": "no answer", "quick": "ok", "failing": "unreachable"}
    assert len(begun) == 1
