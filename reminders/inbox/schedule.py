"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.notify_helpers": {"task": "reminders.notify_helpers", "schedule": 900, "options": {"expires": 800}},
}
