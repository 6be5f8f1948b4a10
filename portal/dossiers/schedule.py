"""Periodic tasks. Hours are UTC."""

from celery.schedules import crontab

BEAT = {
    # In the morning for Québec, once the promised day is over everywhere.
    "dossiers.notice_late": {
        "task": "dossiers.notice_late",
        "schedule": crontab(hour="12,16", minute=10),
        "options": {"expires": 3600},
    },
    "dossiers.ask_review": {
        "task": "dossiers.ask_review",
        "schedule": crontab(hour=9, minute=20),
        "options": {"expires": 21_600},
    },
    "dossiers.count_delays": {
        "task": "dossiers.count_delays",
        "schedule": crontab(hour=7, minute=50),
        "options": {"expires": 21_600},
    },
}
