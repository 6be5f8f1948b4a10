"""Bells and schedule: a deposit rings, a lost bell is found, names of tasks exist."""

import pytest

from portal.celery import app as celery_app
from portal.documents import actions, tasks
from portal.documents.schedule import BEAT
from tests.portal.documents.deposits import deposit

pytestmark = pytest.mark.django_db


def test_a_deposit_rings_its_own_task(amelie, saaq_team, django_capture_on_commit_callbacks) -> None:
    with celery_app.connection_for_read() as broker:
        queue = broker.SimpleQueue(celery_app.conf.task_default_queue)
        queue.clear()
        with django_capture_on_commit_callbacks(execute=True):
            document = deposit(amelie, team=saaq_team)
        message = queue.get(timeout=5)
        message.ack()
        queue.close()
    assert message.headers["task"] == actions.SCREEN_TASK
    assert str(document.pk) in str(message.payload)


def test_an_absent_broker_breaks_nothing(amelie, saaq_team, monkeypatch, django_capture_on_commit_callbacks) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(celery_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        document = deposit(amelie, team=saaq_team)
    tasks.sweep_documents()
    document.refresh_from_db()
    assert document.is_available


def test_the_task_gives_the_verdict(amelie, saaq_team) -> None:
    document = deposit(amelie, team=saaq_team)
    tasks.screen_document(str(document.pk))
    document.refresh_from_db()
    assert document.is_available


def test_the_schedule_names_real_tasks_and_forgets_late_ticks() -> None:
    for entry in BEAT.values():
        assert entry["task"] in celery_app.tasks
        assert entry["options"]["expires"] < entry["schedule"]
