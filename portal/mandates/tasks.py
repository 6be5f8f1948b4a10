"""Tasks of mandates."""

from celery import shared_task

from portal.mandates import ending, sending


@shared_task(name="portal.send_mandate_invitations", time_limit=300)
def send_mandate_invitations() -> None:
    sending.send_mandate_invitations()


@shared_task(name="portal.notify_ends_of_mandates", time_limit=600)
def notify_ends_of_mandates() -> None:
    ending.notify_ends()
