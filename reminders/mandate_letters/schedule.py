"""Sweeps. `expires`: a tick that waited behind others is worth nothing."""

BEAT = {
    "mandate-letters": {"task": "reminders.write_mandate_letters", "schedule": 60, "options": {"expires": 55}},
}
