"""Once a day: what comes back opens, what nobody may be told any more closes."""

from celery import shared_task

from portal.jobs.registered import TIME_LIMIT
from reminders.deadlines.renewals import close_unmandated, renew_past


@shared_task(name="reminders.renew_deadlines", time_limit=TIME_LIMIT)
def renew_deadlines() -> None:
    close_unmandated()
    renew_past()
