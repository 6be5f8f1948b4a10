"""Closed accounts' task."""

from celery import shared_task

from portal.account_closing import erasing


@shared_task(name="portal.erase_closed_accounts", time_limit=3300)
def erase_closed_accounts() -> None:
    erasing.erase_due()
