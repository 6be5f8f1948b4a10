"""Tasks of proactive advice: the system's own, nothing in, nothing out."""

from celery import shared_task

from programs.findings.telling import tell_news


@shared_task(name="programs.tell_news", time_limit=300)
def tell() -> None:
    tell_news()
