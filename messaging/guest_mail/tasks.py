"""Secure mail's task."""

from celery import shared_task

from messaging.guest_mail import sending


@shared_task(name="messaging.send_guest_emails", time_limit=300)
def send_guest_emails() -> None:
    sending.send_guest_emails()
