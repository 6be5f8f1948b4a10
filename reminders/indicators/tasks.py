"""Nightly and monthly."""

from celery import shared_task

from portal.jobs.registered import TIME_LIMIT
from reminders.indicators import actions


@shared_task(name="reminders.measure", ignore_result=True, time_limit=TIME_LIMIT)
def measure() -> None:
    actions.measure_recent()


@shared_task(name="reminders.report", ignore_result=True, time_limit=TIME_LIMIT)
def report() -> None:
    actions.report_last_month()
