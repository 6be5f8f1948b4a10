"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # Twice a year: the second one catches up when beat was down for the first.
    "reminders.import_holidays": {
        "task": "reminders.import_holidays",
        "schedule": crontab(minute=0, hour=4, day_of_month=2, month_of_year="1,7"),
        "options": {"expires": 86_400},
    },
}
