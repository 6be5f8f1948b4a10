"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

from celery.schedules import crontab

BEAT = {
    "programs.scan_due": {"task": "programs.scan_due", "schedule": 180.0, "options": {"expires": 170}},
    # 8:40 UTC: the night in Québec, summer and winter, after midnight everywhere.
    "programs.scan_all": {
        "task": "programs.scan_all",
        "schedule": crontab(hour=8, minute=40),
        "options": {"expires": 3600},
    },
}
