"""Tasks of counters: nothing in, nothing out."""

from celery import shared_task

from portal.counters import actions


@shared_task(name="portal.erase_ended_counters", time_limit=600)
def erase_ended_counters() -> None:
    actions.erase_ended()
