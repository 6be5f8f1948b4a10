"""Task of shares: nothing in, nothing out."""

from celery import shared_task

from programs.shares.actions import empty_past


@shared_task(name="programs.empty_past_shares", time_limit=120)
def empty() -> None:
    empty_past()
