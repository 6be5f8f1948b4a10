"""Periodic tasks of reminders. A bell that waited longer than the next one is dropped (`expires`, in seconds)."""

BEAT = {
    "reminders.sweep_due": {"task": "reminders.sweep_due", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.sweep_notices": {"task": "reminders.sweep_notices", "schedule": 10.0, "options": {"expires": 10}},
    "reminders.reap": {"task": "reminders.reap", "schedule": 30.0, "options": {"expires": 30}},
}
