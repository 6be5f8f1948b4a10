"""Nightly and monthly."""

from celery import shared_task

from reminders.indicators import actions


@shared_task(name="reminders.measure", ignore_result=True)
def measure() -> None:
    actions.measure_recent()


@shared_task(name="reminders.report", ignore_result=True)
def report() -> None:
    actions.report_last_month()
