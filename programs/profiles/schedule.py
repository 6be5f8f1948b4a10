"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "programs.empty_withdrawn": {"task": "programs.empty_withdrawn", "schedule": 30.0, "options": {"expires": 25}},
}
