"""Codes end by themselves."""

from celery import shared_task

from reminders.invitations import actions


@shared_task(name="reminders.expire_invitations", ignore_result=True)
def expire_invitations() -> None:
    actions.expire()
