"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.ask_still_due": {"task": "reminders.ask_still_due", "schedule": 10.0, "options": {"expires": 10}},
}
