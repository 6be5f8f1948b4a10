"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    "reminders.expire_invitations": {
        "task": "reminders.expire_invitations",
        "schedule": crontab(minute=40, hour=7),
        "options": {"expires": 43_200},
    },
}
