"""Periodic tasks of the portal's health. `expires`: pgmq has no time-to-live, a stale bell must not ring."""

BEAT = {"portal.heartbeat": {"task": "portal.heartbeat", "schedule": 5.0, "options": {"expires": 30}}}
