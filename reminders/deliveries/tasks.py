"""Periodic tasks: they find and wake; the truth is in the tables. One a channel: a slow provider starves nobody."""

from celery import shared_task
from django.conf import settings

from portal.consents.models import Channel
from reminders.deliveries import actions, jumps, release

HANGS_AFTER = settings.SENDER_TIME_LIMIT


@shared_task(name="reminders.sweep_due", ignore_result=True)
def sweep_due() -> None:
    if release.release_due():
        _wake()


@shared_task(name="reminders.sweep_notices", ignore_result=True)
def sweep_notices() -> None:
    if release.release_notices():
        _wake()


@shared_task(name="reminders.send_email", ignore_result=True, time_limit=HANGS_AFTER)
def send_email() -> None:
    actions.send(channel=Channel.EMAIL)


@shared_task(name="reminders.send_sms", ignore_result=True, time_limit=HANGS_AFTER)
def send_sms() -> None:
    actions.send(channel=Channel.SMS)


@shared_task(name="reminders.send_rows", ignore_result=True)
def send_rows() -> None:
    actions.send_rows()


@shared_task(name="reminders.come_back", ignore_result=True)
def come_back() -> None:
    if jumps.come_back():
        _wake()


def _wake() -> None:
    """At once, without waiting for the next bell of beat."""
    for task in (send_email, send_sms, send_rows):
        task.apply_async(expires=10)
