"""What the API no longer needs."""

from celery import shared_task

from reminders.api import repeating


@shared_task(name="reminders.forget_keyed_requests", ignore_result=True)
def forget_keyed_requests() -> None:
    repeating.forget_old()
