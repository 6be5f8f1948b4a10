"""Tasks of appeals."""

from celery import shared_task

from reminders.appeals import following


@shared_task(name="reminders.follow_decisions", time_limit=120)
def follow_decisions() -> None:
    following.follow_decisions()
