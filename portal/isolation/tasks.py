"""Periodic task: those who were set aside are tried again, each alone."""

from celery import shared_task

from portal.isolation import actions


@shared_task(name="portal.retry_set_aside", ignore_result=True)
def retry_set_aside() -> None:
    actions.retry_due()
