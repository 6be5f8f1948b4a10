"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # At night: codes that nobody used in ninety days, and tries older than a day.
    "reminders.forget_attempts": {
        "task": "reminders.forget_attempts",
        "schedule": crontab(minute=45, hour=7),
        "options": {"expires": 43_200},
    },
    # At night: what organizations sent of people who never linked their number.
    "reminders.forget_unmatched": {
        "task": "reminders.forget_unmatched",
        "schedule": crontab(minute=50, hour=7),
        "options": {"expires": 43_200},
    },
}
