"""Periodic tasks: they find and wake; the truth is in the tables. One sender a channel: a slow one starves nobody."""

from celery import shared_task
from django.conf import settings

from reminders.deliveries import actions, jumps, release
from reminders.deliveries.adapters import network_channels

HANGS_AFTER = settings.SENDER_TIME_LIMIT


@shared_task(name="reminders.sweep_due", ignore_result=True)
def sweep_due() -> None:
    if release.release_due():
        _wake()


@shared_task(name="reminders.sweep_notices", ignore_result=True)
def sweep_notices() -> None:
    if release.release_notices():
        _wake()


@shared_task(name="reminders.send", ignore_result=True, time_limit=HANGS_AFTER)
def send(channel: str) -> None:
    actions.send(channel=channel)


@shared_task(name="reminders.wake_senders", ignore_result=True)
def wake_senders() -> None:
    """Find missed wakes, retries, and what dead senders left."""
    _wake_senders(expires=5)


@shared_task(name="reminders.send_rows", ignore_result=True)
def send_rows() -> None:
    actions.send_rows()


@shared_task(name="reminders.come_back", ignore_result=True)
def come_back() -> None:
    if jumps.come_back():
        _wake()


def _wake() -> None:
    """At once, without waiting for beat."""
    _wake_senders(expires=10)
    send_rows.apply_async(expires=10)


def _wake_senders(*, expires: int) -> None:
    for channel in network_channels():
        send.apply_async(args=[channel], expires=expires)
