"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # Before the night's sweep, which erases what has no name left.
    "portal.erase_closed_accounts": {
        "task": "portal.erase_closed_accounts",
        "schedule": crontab(minute=25, hour=7),
        "options": {"expires": 43_200},
    },
}
