"""Task of the letters: nothing in, nothing out."""

from celery import shared_task

from programs.result_letters.actions import empty_old


@shared_task(name="programs.empty_old_letters", time_limit=120)
def empty() -> None:
    empty_old()
