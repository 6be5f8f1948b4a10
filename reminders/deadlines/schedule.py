"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # At night for Québec; a day without beat is caught up the next one.
    "reminders.renew_deadlines": {
        "task": "reminders.renew_deadlines",
        "schedule": crontab(minute=30, hour=7),
        "options": {"expires": 21_600},
    },
}
