"""A periodic task that keeps failing is not well: each failure is noted, and the next success forgets it."""

import datetime as dt
from contextlib import suppress
from typing import Any

import psycopg
from celery.signals import task_failure, task_success
from django.db import DatabaseError, InterfaceError

from portal.celery import app
from portal.health.models import FailingTask
from portal.health.signs import own_connection

PATIENCE = 3
"""Failures in a row: a database that starts again fails a task once or twice, and that is no alarm."""
_NOTE = """INSERT INTO health_failingtask (task, since, failures, code) VALUES (%s, %s, 1, %s)
           ON CONFLICT (task) DO UPDATE SET failures = health_failingtask.failures + 1, code = excluded.code"""


def connect() -> None:
    task_failure.connect(note_failure, weak=False)
    task_success.connect(note_success, weak=False)


def note_failure(sender: Any, exception: BaseException, **kwargs: Any) -> None:
    """On a connection of its own: the failure of one that was killed is told by the main process, which forks."""
    if not _is_periodic(sender.name):
        return
    with suppress(psycopg.Error), own_connection() as own:  # that the database does not answer, another check says
        own.execute(_NOTE, [sender.name, dt.datetime.now(dt.UTC), type(exception).__name__[:60]])


def note_success(sender: Any, **kwargs: Any) -> None:
    if not _is_periodic(sender.name):
        return
    with suppress(DatabaseError, InterfaceError):  # the next success forgets it
        FailingTask.objects.filter(task=sender.name).delete()


def tasks() -> str:
    """What `/healthz` says: «ok», or the names of the tasks that keep failing."""
    failing = FailingTask.objects.filter(failures__gte=PATIENCE, task__in=_periodic()).order_by("task")
    names = list(failing.values_list("task", flat=True))
    return f"failing: {', '.join(names)}" if names else "ok"


def _periodic() -> set[str]:
    """Names of the tasks of this version's schedule."""
    return {entry["task"] for entry in app.conf.beat_schedule.values()}


def _is_periodic(name: str) -> bool:
    return name in _periodic()
