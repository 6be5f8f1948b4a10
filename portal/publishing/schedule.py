"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    # What is published from a day on rules a few minutes after midnight, before the night's scan of everyone.
    "publishing.put_due_in_force": {
        "task": "publishing.put_due_in_force",
        "schedule": 600.0,
        "options": {"expires": 590},
    },
}
