"""The worker reads the files: pages answer at once."""

from celery import shared_task

from portal.imports import actions


@shared_task(name="portal.read_import_files", ignore_result=True)
def read_import_files() -> None:
    actions.sweep()
