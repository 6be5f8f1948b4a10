"""Documents' tasks: ids in, nothing out."""

from celery import shared_task

from portal.documents import orphans, pending, screening


@shared_task(name="portal.screen_document", time_limit=120)
def screen_document(document_id: str) -> None:
    screening.screen(document_id=document_id)


@shared_task(name="portal.sweep_documents", time_limit=300)
def sweep_documents() -> None:
    screening.sweep()
    pending.erase_old()


@shared_task(name="portal.erase_orphan_files", time_limit=300)
def erase_orphan_files() -> None:
    orphans.clean()
