"""Tasks of retention: nothing in, nothing out."""

from celery import shared_task

from portal.jobs.registered import TIME_LIMIT
from portal.retention import actions, sessions


@shared_task(name="portal.sweep_retention", time_limit=TIME_LIMIT)
def sweep_retention() -> None:
    actions.sweep()


@shared_task(name="portal.clear_sessions", time_limit=600)
def clear_sessions() -> None:
    sessions.clear()
