"""Sweep of what was not sent at once. `expires`: a tick that waited behind others is worth nothing."""

BEAT = {
    "guest-emails": {"task": "messaging.send_guest_emails", "schedule": 30, "options": {"expires": 25}},
}
