"""Tasks of contact changes."""

from celery import shared_task

from portal.contact_changes import actions, sending


@shared_task(name="portal.send_contact_alerts", time_limit=300)
def send_contact_alerts() -> None:
    sending.send_waiting()


@shared_task(name="portal.forget_contact_values", time_limit=300)
def forget_contact_values() -> None:
    actions.forget_values(by=None)
