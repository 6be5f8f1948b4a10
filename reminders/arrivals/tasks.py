"""Tries are counted for an hour and kept for a day."""

from celery import shared_task

from reminders.arrivals import actions


@shared_task(name="reminders.forget_attempts", ignore_result=True)
def forget_attempts() -> None:
    actions.forget_attempts()
