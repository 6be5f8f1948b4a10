"""Beat's table says what git declares."""

import pytest
from celery import Celery
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from portal.health.scheduler import SoloScheduler

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_entry_of_a_former_version_is_forgotten():
    every = IntervalSchedule.objects.create(every=30, period="seconds")
    for name in ("reminders.gone", "reminders.kept"):
        PeriodicTask.objects.create(name=name, task=name, interval=every)
    declared = {"reminders.kept": {"task": "reminders.kept", "schedule": 60}}
    SoloScheduler(app=Celery(beat_schedule=declared, set_as_current=False))
    names = PeriodicTask.objects.values_list("name", flat=True)
    assert set(names) == {"reminders.kept", "celery.backend_cleanup"}
