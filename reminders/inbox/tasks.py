"""The inbox's task."""

from celery import shared_task

from reminders.inbox.helpers import notify_helpers


@shared_task(name="reminders.notify_helpers", time_limit=600)
def notify_helpers_of_reminders() -> None:
    notify_helpers()
