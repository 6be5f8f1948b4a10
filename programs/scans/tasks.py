"""Tasks of scans: nothing in, nothing out."""

from celery import shared_task

from portal.jobs.registered import TIME_LIMIT
from programs.scans.actions import scan_all, scan_due


@shared_task(name="programs.scan_due", time_limit=TIME_LIMIT)
def due() -> None:
    scan_due()


@shared_task(name="programs.scan_all", time_limit=TIME_LIMIT)
def everyone() -> None:
    scan_all()
