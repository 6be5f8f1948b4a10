"""Tasks of dossiers."""

from celery import shared_task

from portal.dossiers import delays, dormant, lateness
from portal.jobs.registered import TIME_LIMIT


@shared_task(name="dossiers.ask_review", time_limit=TIME_LIMIT)
def ask_reviews() -> None:
    dormant.ask_reviews()


@shared_task(name="dossiers.count_delays", time_limit=TIME_LIMIT)
def count_delays() -> None:
    delays.count_delays()


@shared_task(name="dossiers.notice_late", time_limit=TIME_LIMIT)
def notice_late() -> None:
    lateness.notice_late()
