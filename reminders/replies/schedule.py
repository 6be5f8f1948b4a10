"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.send_automatic_answers": {
        "task": "reminders.send_automatic_answers",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
}
