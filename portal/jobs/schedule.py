"""Periodic tasks. `expires`: a bell that waited longer than the next one is dropped."""

BEAT = {
    "portal.resume_jobs": {"task": "portal.resume_jobs", "schedule": 60.0, "options": {"expires": 60}},
}
