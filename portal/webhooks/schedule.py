"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "portal.call_webhooks": {"task": "portal.call_webhooks", "schedule": 60.0, "options": {"expires": 60}},
}
