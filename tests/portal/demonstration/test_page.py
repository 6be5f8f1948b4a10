"""The demonstration's page shows what was sent, the codes of the moment, and moves the clock."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from celery.schedules import crontab
from django.conf import settings
from django.test import Client

from portal import clock
from portal.demonstration.codes import code_at
from portal.demonstration.sent import SentMessage, keep, latest
from portal.demonstration.waking import due_between

pytestmark = pytest.mark.django_db
PAGE = "/demonstration/"


@pytest.fixture(autouse=True)
def clock_put_back() -> Iterator[None]:
    yield
    Path(settings.CLOCK_OFFSET_FILE).unlink(missing_ok=True)


@pytest.fixture
def data_folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def offset() -> dt.timedelta:
    return clock.now() - dt.datetime.now(dt.UTC)


def test_an_empty_demonstration_says_so(client: Client, data_folder: Path) -> None:
    assert "Rien n’est encore parti" in client.get(PAGE).content.decode()


def test_each_button_of_a_story_has_a_name_of_its_own(client: Client, data_folder: Path) -> None:
    page = client.get(f"{PAGE}histoires/message/").content.decode()
    names = re.findall(r'class="qc-button[^>]*>(.*?)</(?:a|button)>', page, re.DOTALL)
    assert len(names) >= 5 and len(set(names)) == len(names)


def test_what_was_sent_is_shown_as_text(client: Client, data_folder: Path) -> None:
    keep(
        data_folder / "demo",
        SentMessage(kind="email", to="amelie@relais.example", subject="Avis", text="<b>Bonjour</b>"),
    )
    keep(data_folder / "demo", SentMessage(kind="sms", to="+14185550111", text="Votre code : 123456"))
    page = client.get(PAGE).content.decode()
    assert "&lt;b&gt;Bonjour" in page
    assert "Votre code : 123456" in page
    assert "418\u00a0555-0111" in page and "+14185550111" not in page


def test_what_left_bears_the_hour_that_it_was_for_relais(client: Client, data_folder: Path, monkeypatch) -> None:
    monkeypatch.setenv("CLOCK_OFFSET_FILE", str(settings.CLOCK_OFFSET_FILE))
    client.post(f"{PAGE}horloge/", {"days": "30"})
    sent = SentMessage(kind="email", to="amelie@relais.example", subject="Avis", text="Bonjour")
    keep(data_folder / "demo", sent)
    client.post(f"{PAGE}heure-reelle/")
    assert abs(latest(data_folder / "demo")[0].arrived_at - clock.now() - dt.timedelta(days=30)) < dt.timedelta(
        minutes=1
    )


def test_the_moved_clock_wakes_what_is_due_by_it(client: Client, monkeypatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: woken.append(name))
    client.post(f"{PAGE}horloge/", {"days": "0", "hours": "0"})
    assert woken == []
    client.post(f"{PAGE}horloge/", {"days": "1"})
    assert {"portal.sweep_retention", "publishing.put_due_in_force", "reminders.renew_deadlines"} <= set(woken)
    assert len(woken) == len(set(woken))
    woken.clear()
    client.post(f"{PAGE}horloge/", {"days": "-1"})
    assert woken == []


@pytest.mark.parametrize(
    ("hours", "is_due"), [(1, False), (4, True), (30, True)], ids=["before it", "past it", "a day and more"]
)
def test_a_nightly_task_is_due_once_its_hour_is_crossed(hours: int, is_due: bool) -> None:
    before = dt.datetime(2026, 11, 30, 5, tzinfo=dt.UTC)
    schedule = {"night": {"task": "x", "schedule": crontab(hour=7, minute=40)}}
    assert bool(due_between(schedule, before, before + dt.timedelta(hours=hours))) == is_due


def test_a_task_of_each_minute_runs_at_once_and_a_quicker_one_by_itself() -> None:
    before = dt.datetime(2026, 11, 30, 5, tzinfo=dt.UTC)
    schedule = {name: {"task": name, "schedule": seconds} for name, seconds in (("sweep", 60), ("send", 5))}
    due = due_between(schedule, before, before + dt.timedelta(days=1))
    assert [entry["task"] for entry in due] == ["sweep"]


def test_codes_are_those_of_the_moment(client: Client, data_folder: Path, time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), tick=False)
    secret = "JBSWY3DPEHPK3PXA"
    row = {
        "name": "Alain Côté",
        "role": "agent",
        "email": "alain@relais.example",
        "password": "x",
        "totp_secret": secret,
    }
    (data_folder / "accounts.json").write_text(json.dumps([row]))
    page = client.get(PAGE).content.decode()
    assert code_at(secret, dt.datetime(2026, 3, 1, tzinfo=dt.UTC).timestamp()) in page
    assert "agente ou agent" in page


def test_the_clock_moves_further_each_time(client: Client) -> None:
    client.post(f"{PAGE}horloge/", {"days": "7"})
    client.post(f"{PAGE}horloge/", {"days": "-1", "hours": "2"})
    assert abs(offset() - dt.timedelta(days=6, hours=2)) < dt.timedelta(seconds=5)


def test_the_clock_comes_back(client: Client) -> None:
    client.post(f"{PAGE}horloge/", {"days": "7"})
    client.post(f"{PAGE}heure-reelle/")
    assert abs(offset()) < dt.timedelta(seconds=5)


def test_nonsense_moves_nothing_and_says_why(client: Client) -> None:
    answer = client.post(f"{PAGE}horloge/", {"days": "demain"})
    assert answer.status_code == 422
    assert abs(offset()) < dt.timedelta(seconds=5)


def test_reading_moves_nothing(client: Client) -> None:
    assert client.get(f"{PAGE}horloge/").status_code == 405
