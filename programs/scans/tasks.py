"""Tasks of scans: nothing in, nothing out."""

from celery import shared_task

from programs.scans.actions import scan_all, scan_due


@shared_task(name="programs.scan_due", time_limit=600)
def due() -> None:
    scan_due()


@shared_task(name="programs.scan_all", time_limit=3600)
def everyone() -> None:
    scan_all()
