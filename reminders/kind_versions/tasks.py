"""The bell that finishes publishing a kind with many deadlines."""

from celery import shared_task

from reminders.kind_versions import planning


@shared_task(name="reminders.replan_kinds", ignore_result=True)
def replan_kinds() -> None:
    planning.replan_published()
