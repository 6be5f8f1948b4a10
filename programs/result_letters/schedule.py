"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    # A letter that nobody printed: its name and address leave after thirty days.
    "programs.empty_old_letters": {
        "task": "programs.empty_old_letters",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
}
