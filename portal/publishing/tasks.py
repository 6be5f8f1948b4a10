"""Task of versions: nothing in, nothing out."""

from celery import shared_task

from portal.publishing.releases import put_due_in_force


@shared_task(name="publishing.put_due_in_force", time_limit=300)
def put_due() -> None:
    put_due_in_force()
