"""Periodic work of the telephone list."""

from celery import shared_task

from reminders.calls import actions


@shared_task(name="reminders.drop_void_calls", time_limit=300, ignore_result=True)
def drop_void_calls() -> None:
    actions.drop_void()
