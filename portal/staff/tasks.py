"""Invitations' task."""

from celery import shared_task

from portal.staff import sending


@shared_task(name="portal.send_staff_invitations", time_limit=300)
def send_staff_invitations() -> None:
    sending.send_staff_invitations()
