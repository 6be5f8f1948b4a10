"""Replies' task."""

from celery import shared_task

from reminders.replies import answering


@shared_task(name="reminders.send_automatic_answers", time_limit=300, ignore_result=True)
def send_automatic_answers() -> None:
    answering.send_answers()
