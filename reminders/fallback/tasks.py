"""Periodic task of the fallback."""

from celery import shared_task

from reminders.fallback.sweep import follow_up


@shared_task(name="reminders.follow_up", ignore_result=True)
def follow_up_failures() -> None:
    follow_up()
