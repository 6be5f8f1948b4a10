"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # Once the day is over everywhere in Québec.
    "reminders.measure": {
        "task": "reminders.measure",
        "schedule": crontab(minute=0, hour=8),
        "options": {"expires": 43_200},
    },
    "reminders.report": {
        "task": "reminders.report",
        "schedule": crontab(minute=30, hour=9, day_of_month=2),
        "options": {"expires": 86_400},
    },
}
