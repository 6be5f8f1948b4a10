"""The bell that finishes publishing a kind with many deadlines."""

from celery import shared_task

from reminders.kind_versions import publishing


@shared_task(name="reminders.replan_kinds", ignore_result=True)
def replan_kinds() -> None:
    publishing.replan_published()
