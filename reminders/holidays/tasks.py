"""The yearly bell."""

from celery import shared_task

from reminders.holidays import actions


@shared_task(name="reminders.import_holidays", ignore_result=True)
def import_holidays() -> None:
    actions.import_holidays(by=None)
