"""The bell that finishes publishing a kind with many deadlines."""

from celery import shared_task

from portal.jobs.registered import TIME_LIMIT
from reminders.kind_versions import planning


@shared_task(name="reminders.replan_kinds", ignore_result=True, time_limit=TIME_LIMIT)
def replan_kinds() -> None:
    planning.replan_published()
