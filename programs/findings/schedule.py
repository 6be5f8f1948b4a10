"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "programs.tell_news": {"task": "programs.tell_news", "schedule": 180.0, "options": {"expires": 170}},
}
