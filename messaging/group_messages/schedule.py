"""Periodic tasks."""

BEAT = {
    "messaging.send_groups": {"task": "messaging.send_groups", "schedule": 60.0, "options": {"expires": 55}},
}
