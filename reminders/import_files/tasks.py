"""The worker reads the files: pages answer at once."""

from celery import shared_task

from reminders.import_files import actions


@shared_task(name="reminders.read_import_files", ignore_result=True)
def read_import_files() -> None:
    actions.sweep()
