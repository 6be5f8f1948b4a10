"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "reminders.replan_kinds": {"task": "reminders.replan_kinds", "schedule": 15.0, "options": {"expires": 15}},
}
