"""Account notices' task."""

from celery import shared_task

from portal.account_notices import actions


@shared_task(name="portal.send_account_notices", time_limit=300)
def send_account_notices() -> None:
    actions.send_account_notices()
