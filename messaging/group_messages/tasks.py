"""Each minute: messages to groups that were launched."""

from celery import shared_task

from messaging.group_messages.actions import send_launched
from portal.jobs.registered import TIME_LIMIT


@shared_task(name="messaging.send_groups", time_limit=TIME_LIMIT)
def send_groups() -> None:
    send_launched()
