"""Tries are counted for an hour and kept for a day; what waits for nobody, ninety days after its date."""

from celery import shared_task

from reminders.imported_deadlines import actions


@shared_task(name="reminders.forget_attempts", ignore_result=True)
def forget_attempts() -> None:
    actions.forget_attempts()


@shared_task(name="reminders.forget_unmatched", ignore_result=True)
def forget_unmatched() -> None:
    actions.forget_unmatched()
