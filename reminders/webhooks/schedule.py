"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.call_webhooks": {"task": "reminders.call_webhooks", "schedule": 60.0, "options": {"expires": 60}},
}
