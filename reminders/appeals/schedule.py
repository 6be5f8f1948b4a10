"""Sweeps. `expires`: a tick that waited behind others is worth nothing."""

BEAT = {
    "reminders.follow_decisions": {"task": "reminders.follow_decisions", "schedule": 60, "options": {"expires": 55}},
}
