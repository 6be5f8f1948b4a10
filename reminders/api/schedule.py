"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # At night: answers kept for systems that repeat a request.
    "reminders.forget_keyed_requests": {
        "task": "reminders.forget_keyed_requests",
        "schedule": crontab(minute=35, hour=7),
        "options": {"expires": 43_200},
    },
}
