"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.handle_callbacks": {"task": "reminders.handle_callbacks", "schedule": 5.0, "options": {"expires": 5}},
}
