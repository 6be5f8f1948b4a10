"""The worker reads the files: pages answer at once."""

from celery import shared_task

from reminders.sheets import actions


@shared_task(name="reminders.read_sheets", ignore_result=True)
def read_sheets() -> None:
    actions.sweep()
