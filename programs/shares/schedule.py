"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    # What is no longer shown is emptied.
    "programs.empty_past_shares": {
        "task": "programs.empty_past_shares",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
}
