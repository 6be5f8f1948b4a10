"""The sweep: facts are in the tables, calls too."""

from celery import shared_task

from portal.webhooks import actions

HANGS_AFTER = 120
"""Seconds: it works for sixty, and its last batch a few more."""


@shared_task(name="portal.call_webhooks", ignore_result=True, time_limit=HANGS_AFTER)
def call_webhooks() -> None:
    actions.sweep()
