"""The bell of a trial."""

from uuid import UUID

from celery import shared_task

from reminders.trials import actions
from reminders.trials.models import Trial


@shared_task(name=actions.TASK, ignore_result=True)
def send_trial(trial_id: str) -> None:
    actions.send(trial=Trial.objects.select_related("delivery", "citizen").get(pk=UUID(trial_id)))
