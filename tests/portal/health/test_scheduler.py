"""Beat's table says what git declares."""

import datetime as dt

import pytest
import time_machine
from celery import Celery
from celery.schedules import crontab
from django.db import OperationalError
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from portal.health import actions
from portal.health.scheduler import WAIT, SoloScheduler

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_entry_of_a_former_version_is_forgotten():
    every = IntervalSchedule.objects.create(every=30, period="seconds")
    for name in ("reminders.gone", "reminders.kept"):
        PeriodicTask.objects.create(name=name, task=name, interval=every)
    declared = {"reminders.kept": {"task": "reminders.kept", "schedule": 60}}
    SoloScheduler(app=Celery(beat_schedule=declared, set_as_current=False))
    names = PeriodicTask.objects.values_list("name", flat=True)
    assert set(names) == {"reminders.kept", "celery.backend_cleanup"}


def test_beat_outlives_a_database_that_starts_again(monkeypatch):
    beat = SoloScheduler(app=Celery(beat_schedule={}, set_as_current=False))
    refuse = [OperationalError("the connection is lost")]

    def sign(*, name):
        if refuse:
            raise refuse.pop()

    monkeypatch.setattr(actions, "beat", sign)
    assert beat.tick() == WAIT and beat._guard is None
    beat.tick()
    assert beat._guard is not None
    beat._let_go()


HOURS = dt.timedelta(hours=6)


@pytest.fixture
def rung():
    """Names of the tasks that beat rings, in order."""
    return []


@pytest.fixture
def beat(rung, monkeypatch):
    """One beat with an entry of five seconds and a daily one, which has the lock."""
    monkeypatch.setattr(SoloScheduler, "apply_entry", lambda self, entry, producer=None: rung.append(entry.name))
    monkeypatch.setattr(SoloScheduler, "producer", None)
    daily = crontab(minute=0, hour=0)
    declared = {"often": {"task": "often", "schedule": 5.0}, "daily": {"task": "daily", "schedule": daily}}
    made = SoloScheduler(app=Celery(beat_schedule=declared, set_as_current=False))
    made.app.conf.update(timezone="UTC")
    yield made
    made._dirty.clear()  # what is left would be written when this process ends
    made._let_go()


def ticks(beat: SoloScheduler, count: int = 6) -> None:
    for _ in range(count):
        beat.tick()


def last_run(name: str) -> dt.datetime:
    return PeriodicTask.objects.get(name=name).last_run_at


def test_after_a_jump_and_back_an_interval_rings_within_its_period(beat, rung):
    """Finding 1: nothing rang for as long as the jump was."""
    here = dt.datetime.now(dt.UTC)
    with time_machine.travel(here + HOURS, tick=True):
        ticks(beat)
    assert "often" in rung
    beat.sync()
    assert last_run("often") > here + HOURS - dt.timedelta(minutes=1)
    rung.clear()
    ticks(beat)  # the clock is back
    assert last_run("often") < here + dt.timedelta(minutes=1)
    with time_machine.travel(here + dt.timedelta(seconds=12), tick=True):
        ticks(beat)
    assert rung.count("often") == 1


def test_a_daily_entry_comes_at_its_next_hour(beat, rung):
    """Rung by the jump at a midnight that has not come: it rings at the true one."""
    evening = dt.datetime(2031, 6, 3, 20, tzinfo=dt.UTC)
    PeriodicTask.objects.filter(name="daily").update(last_run_at=evening + HOURS)
    with time_machine.travel(evening, tick=True):
        ticks(beat)
        assert last_run("daily") <= evening + dt.timedelta(minutes=1) and "daily" not in rung
    with time_machine.travel(evening + dt.timedelta(hours=4, seconds=30), tick=True):
        ticks(beat)
    assert rung.count("daily") == 1


def test_what_another_machine_dated_ahead_is_brought_back_at_the_take_over(beat, rung):
    """Beat stands by; the one that had the lock, whose clock was ahead, ends."""
    beat.tick()
    beat._let_go()
    ahead = dt.datetime.now(dt.UTC) + HOURS
    PeriodicTask.objects.update(last_run_at=ahead)
    ticks(beat)
    assert last_run("often") < ahead - HOURS + dt.timedelta(minutes=1)
    assert last_run("daily") < ahead - HOURS + dt.timedelta(minutes=1)


def test_two_machines_clocks_may_differ_by_a_little(beat):
    """A few seconds ahead are no jump: nothing is written again."""
    beat.tick()
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=3)
    PeriodicTask.objects.update(last_run_at=soon)
    beat._let_go()
    beat.tick()
    assert last_run("often") == soon
