"""Periodic task: what was cut in the middle goes on."""

from celery import shared_task

from portal.jobs import running


@shared_task(name="portal.resume_jobs", ignore_result=True)
def resume_jobs() -> None:
    running.resume_cut()
