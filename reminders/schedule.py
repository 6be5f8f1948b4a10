"""Periodic tasks of reminders. A bell that waited longer than the next one is dropped (`expires`, in seconds)."""

from celery.schedules import crontab

BEAT = {
    "reminders.sweep_due": {"task": "reminders.sweep_due", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.sweep_notices": {"task": "reminders.sweep_notices", "schedule": 10.0, "options": {"expires": 10}},
    "reminders.reap": {"task": "reminders.reap", "schedule": 30.0, "options": {"expires": 30}},
    # Twice a year: the second one catches up when beat was down for the first.
    "reminders.import_holidays": {
        "task": "reminders.import_holidays",
        "schedule": crontab(minute=0, hour=4, day_of_month=2, month_of_year="1,7"),
        "options": {"expires": 86_400},
    },
}
