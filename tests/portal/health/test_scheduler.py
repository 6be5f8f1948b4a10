"""Beat's table says what git declares."""

import pytest
from celery import Celery
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
