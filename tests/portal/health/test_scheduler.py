"""Beat's table says what git declares."""

import pytest
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from portal.celery import app
from portal.health.scheduler import SoloScheduler

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_entry_of_a_former_version_is_forgotten():
    every = IntervalSchedule.objects.create(every=30, period="seconds")
    PeriodicTask.objects.create(name="reminders.gone", task="reminders.gone", interval=every)
    scheduler = SoloScheduler(app=app)
    names = set(PeriodicTask.objects.values_list("name", flat=True))
    assert names == {*app.conf.beat_schedule, "celery.backend_cleanup"}
    assert set(scheduler.schedule) == names
