"""The sweep: what is about to leave is in the tables."""

from celery import shared_task

from reminders.still_due import actions

HANGS_AFTER = 120
"""Seconds: it works for forty, and its last turn a few more."""


@shared_task(name="reminders.ask_still_due", ignore_result=True, time_limit=HANGS_AFTER)
def ask_still_due() -> None:
    actions.sweep()
