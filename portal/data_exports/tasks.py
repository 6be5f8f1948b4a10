"""Tasks of packages: ids in, nothing out."""

from celery import shared_task

from portal.data_exports import actions, sweeping
from portal.jobs.registered import TIME_LIMIT


@shared_task(name="portal.make_data_export", time_limit=TIME_LIMIT)
def make_data_export(export_id: str) -> None:
    actions.make(export_id=export_id, by=None)


@shared_task(name="portal.sweep_data_exports", time_limit=300)
def sweep_data_exports() -> None:
    sweeping.sweep()
