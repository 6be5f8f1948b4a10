"""The list that each figure of gestion opens has the count that it hangs on."""

import datetime as dt

import pytest
from django.test import Client

from portal import clock
from portal.documents.models import Document
from portal.health.models import FailingTask, Heartbeat
from portal.isolation.models import SetAside
from portal.work_items.actions import open_item
from reminders.indicators.models import Outcome
from tests.gestion.crawl import Words
from tests.test_access import conversation_of

pytestmark = pytest.mark.django_db


def wrong(client: Client, page: str) -> tuple[list[str], int]:
    """Figures of a page whose list has another count; how many figures there are."""
    figures = Words(client.get(page).content.decode()).figures
    faults = []
    for url, count in figures:
        response = client.get(url)
        result = response.context_data["cl"].result_count if response.status_code == 200 else response.status_code
        faults += [f"{page}: {url} says {count}, opens {result}"] if result != count else []
    return faults, len(figures)


@pytest.fixture
def many(story, monkeypatch):
    """Measured deadlines of every reach and act, in groups that may be told apart, one of them over 75."""
    monkeypatch.setattr("reminders.indicators.figures.SMALL", 1)
    ages, reaches = ["75+", "18-29"], ["digital", "unreached", "not_asked", "otherwise"]
    acts = ["in_time", "after_reminder", "late", "not_known"]
    for rank, outcome in enumerate(Outcome.objects.filter(organization__code="saaq", excluded="").order_by("pk")):
        outcome.age, outcome.region = ages[rank % 2], "GH"[rank % 2]
        outcome.reach, outcome.act = reaches[rank % 4], acts[rank % 3]
        outcome.reminded_at = clock.now() if outcome.reach in {"digital", "otherwise"} else None
        outcome.save()
    return story


@pytest.mark.timeout(300)
def test_each_figure_of_the_indicator_opens_its_rows(many, signed_in):
    year = f"?start={clock.today() - dt.timedelta(days=400)}&end={clock.today()}"
    faults, count = wrong(signed_in(many["emile"]), f"/gestion/indicators/outcome/tableau/{year}")
    assert not faults, "\n".join(faults)
    assert count > 30


def test_each_figure_of_an_agents_first_page_opens_its_rows(story, signed_in):
    thread, late = conversation_of(story), clock.now() - dt.timedelta(days=3)
    open_item(kind="messaging.answer", subject=thread, by=None, team=thread.team, due_at=late)
    faults, count = wrong(signed_in(story["sylvie"]), "/gestion/")
    assert not faults and count == 2, faults  # to do, and late


def test_each_figure_of_the_operations_first_page_opens_its_rows(story, signed_in):
    held, damaged = Document.objects.available().order_by("pk")[:2]
    Document.objects.filter(pk=held.pk).update(state="held", held_because="x", held_since=clock.now())
    Document.objects.filter(pk=damaged.pk).update(damaged_at=clock.now())
    Heartbeat.objects.create(name="worker/a", at=dt.datetime.now(dt.UTC))
    Heartbeat.objects.create(name="worker/b", at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    for task, failures in [("portal.a", 1), ("portal.b", 9)]:
        FailingTask.objects.create(task=task, since=dt.datetime.now(dt.UTC), failures=failures, code="ValueError")
    for work in ("one", "two"):
        SetAside.objects.create(citizen=story["amelie"].citizen, work=work, code="x", retry_at=clock.now())
    faults, count = wrong(signed_in(story["olga"]), "/gestion/")
    assert not faults and count == 5, faults
