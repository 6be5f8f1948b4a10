"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.drop_void_calls": {"task": "reminders.drop_void_calls", "schedule": 60.0, "options": {"expires": 60}},
}
