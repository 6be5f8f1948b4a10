"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.follow_up": {"task": "reminders.follow_up", "schedule": 30.0, "options": {"expires": 30}},
}
