"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # Before the teams arrive: answers that nobody read in time.
    "messaging.propose_calls": {
        "task": "messaging.propose_calls",
        "schedule": crontab(minute=15, hour=11),
        "options": {"expires": 21_600},
    },
}
