"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    # At night for Québec, before the night's scan and figures.
    "portal.sweep_retention": {
        "task": "portal.sweep_retention",
        "schedule": crontab(minute=40, hour=7),
        "options": {"expires": 43_200},
    },
    "portal.clear_sessions": {
        "task": "portal.clear_sessions",
        "schedule": crontab(minute=20, hour=7),
        "options": {"expires": 43_200},
    },
}
