"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.tell_personal": {"task": "reminders.tell_personal", "schedule": 30.0, "options": {"expires": 30}},
}
