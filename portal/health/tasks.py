"""The worker's sign of life: it travelled from beat through the broker to the worker, and left a row."""

from celery import shared_task

from portal.health import actions


@shared_task(name="health.heartbeat", ignore_result=True)
def heartbeat() -> None:
    actions.beat(name="worker")
    actions.forget_the_gone()
