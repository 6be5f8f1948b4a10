"""Tasks of packages: ids in, nothing out."""

from celery import shared_task

from portal.data_exports import actions
from portal.jobs.registered import TIME_LIMIT


@shared_task(name="portal.make_data_export", time_limit=TIME_LIMIT)
def make_data_export(export_id: str) -> None:
    actions.make(export_id=export_id, by=None)
