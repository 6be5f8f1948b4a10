"""Task of profiles: nothing in, nothing out."""

from celery import shared_task

from programs.profiles.actions import empty_withdrawn


@shared_task(name="programs.empty_withdrawn", time_limit=60)
def sweep_withdrawn() -> None:
    empty_withdrawn(by=None)
