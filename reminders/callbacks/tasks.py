"""Periodic task of callbacks."""

from celery import shared_task

from reminders.callbacks.actions import handle_events


@shared_task(name="reminders.handle_callbacks", ignore_result=True)
def handle_callbacks() -> None:
    handle_events()
