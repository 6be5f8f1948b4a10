"""Periodic tasks. `expires`: a bell that waited longer than the next one is dropped."""

BEAT = {
    "portal.retry_set_aside": {"task": "portal.retry_set_aside", "schedule": 30.0, "options": {"expires": 30}},
}
