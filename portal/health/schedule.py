"""Periodic tasks of the portal's health. `expires`: pgmq has no time-to-live, a stale bell must not ring."""

BEAT = {"health.heartbeat": {"task": "health.heartbeat", "schedule": 5.0, "options": {"expires": 30}}}
