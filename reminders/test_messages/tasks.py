"""The wake-up of a test message."""

from uuid import UUID

from celery import shared_task

from reminders.test_messages import actions
from reminders.test_messages.models import TestMessage


@shared_task(name=actions.TASK, ignore_result=True)
def send_test_message(test_message_id: str) -> None:
    actions.send(test_message=TestMessage.objects.select_related("delivery", "citizen").get(pk=UUID(test_message_id)))
