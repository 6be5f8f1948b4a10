"""Periodic tasks: they find and wake; the truth is in the tables."""

from celery import shared_task

from reminders.deliveries import actions, release


@shared_task(name="reminders.sweep_due", ignore_result=True)
def sweep_due() -> None:
    release.release_due()
    actions.send_ready()


@shared_task(name="reminders.sweep_notices", ignore_result=True)
def sweep_notices() -> None:
    release.release_notices()
    actions.send_ready()


@shared_task(name="reminders.reap", ignore_result=True)
def reap() -> None:
    actions.reap()
