"""Every minute: personal reminders whose instant has come."""

from celery import shared_task

from reminders.personal.actions import tell_due


@shared_task(name="reminders.tell_personal", time_limit=300)
def tell_personal() -> None:
    tell_due()
