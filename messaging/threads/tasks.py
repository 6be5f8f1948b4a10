"""Each morning: answers that nobody read are proposed for a call."""

from celery import shared_task

from messaging.threads.unreached import propose_calls


@shared_task(name="messaging.propose_calls", time_limit=600)
def propose_unread_calls() -> None:
    propose_calls()
