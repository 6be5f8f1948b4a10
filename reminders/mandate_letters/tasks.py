"""Tasks of requests to act by post."""

from celery import shared_task

from reminders.mandate_letters.actions import write_letters


@shared_task(name="reminders.write_mandate_letters", time_limit=300)
def write_mandate_letters() -> None:
    write_letters()
