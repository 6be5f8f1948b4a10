"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    "portal.erase_ended_counters": {
        "task": "portal.erase_ended_counters",
        "schedule": crontab(minute=25),
        "options": {"expires": 3_000},
    },
}
